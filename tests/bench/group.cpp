/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 *	group FOLDER
 *
 * A peer of the benchmark: simdjson parses every document of a folder and
 * counts the accounts of each address.  It judges nothing.
 */
#include <algorithm>
#include <cctype>
#include <dirent.h>
#include <iostream>
#include <simdjson.h>
#include <string>
#include <unordered_map>

int
main(int argc, char **argv)
{
	simdjson::dom::parser parser;
	std::unordered_map<std::string, long> counts;
	DIR *dir = argc == 2 ? opendir(argv[1]) : nullptr;
	if (!dir)
		return 64;
	for (struct dirent *e; (e = readdir(dir));) {
		std::string name = e->d_name;
		if (name.size() < 5 || name.compare(name.size() - 5, 5, ".json") != 0)
			continue;
		for (auto account : parser.load(std::string(argv[1]) + "/" + name)["accounts"])
			for (auto address : account["addresses"]) {
				std::string folded = std::string(std::string_view(address));
				std::transform(folded.begin(), folded.end(), folded.begin(), [](unsigned char c) { return std::tolower(c); });
				counts[folded]++;
			}
	}
	closedir(dir);
	for (auto &[address, n] : counts)
		std::cout << address << ' ' << n << '\n';
	return 0;
}
