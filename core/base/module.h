/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What every module of the program declares its one constant with; see
 * loader_module in core/intake/loader.h.
 */
#ifndef BASE_MODULE_H
#define BASE_MODULE_H

#define MODULE_EXPORT __attribute__((visibility("default")))

#endif
