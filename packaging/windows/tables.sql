-- SPDX-License-Identifier: GPL-3.0-or-later
-- What wixl has no words for; a statement a line, run by msibuild(1). The rows of each setting are added by "package".

-- No secret in a log, as far as Windows Installer hides it; what a full installation asks for reaches the part that may do it.
INSERT INTO `Property` (`Property`, `Value`) VALUES ('MsiHiddenProperties', 'ENROLSECRET;SAVEDENROLSECRET')

-- An upgrade that fails leaves the old version: it is removed within the transaction.
UPDATE `InstallExecuteSequence` SET `Sequence` = 1501 WHERE `Action` = 'RemoveExistingProducts'
INSERT INTO `InstallExecuteSequence` (`Action`, `Sequence`) VALUES ('AppSearch', 50)
INSERT INTO `InstallExecuteSequence` (`Action`, `Sequence`) VALUES ('RemoveRegistryValues', 2600)
INSERT INTO `InstallExecuteSequence` (`Action`, `Sequence`) VALUES ('RemoveEnvironmentStrings', 3300)
INSERT INTO `InstallExecuteSequence` (`Action`, `Sequence`) VALUES ('WriteRegistryValues', 5000)
INSERT INTO `InstallExecuteSequence` (`Action`, `Sequence`) VALUES ('WriteEnvironmentStrings', 5200)
INSERT INTO `InstallUISequence` (`Action`, `Sequence`) VALUES ('AppSearch', 50)

-- Only administrators and the system read the secret, and what is kept between runs: tokens, keys, scans that wait.
CREATE TABLE `MsiLockPermissionsEx` (`MsiLockPermissionsEx` CHAR(72) NOT NULL, `LockObject` CHAR(72) NOT NULL, `Table` CHAR(32) NOT NULL, `SDDLText` CHAR(0) NOT NULL, `Condition` CHAR(255) PRIMARY KEY `MsiLockPermissionsEx`)
INSERT INTO `MsiLockPermissionsEx` (`MsiLockPermissionsEx`, `LockObject`, `Table`, `SDDLText`) VALUES ('Secret', 'ENROLSECRET', 'Registry', 'D:P(A;;KA;;;SY)(A;;KA;;;BA)')
INSERT INTO `MsiLockPermissionsEx` (`MsiLockPermissionsEx`, `LockObject`, `Table`, `SDDLText`) VALUES ('State', 'STATEFOLDER', 'CreateFolder', 'D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)')

-- It goes with the program, but not when only a newer one comes.
INSERT INTO `CustomAction` (`Action`, `Type`, `Source`, `Target`) VALUES ('LeaveState', 51, 'STATEGOES', '[CommonAppDataFolder]mailaccord\')
INSERT INTO `CustomAction` (`Action`, `Type`, `Source`, `Target`) VALUES ('LeaveSpool', 51, 'SPOOLGOES', '[CommonAppDataFolder]mailaccord\spool\')
INSERT INTO `CustomAction` (`Action`, `Type`, `Source`, `Target`) VALUES ('LeaveRefused', 51, 'REFUSEDGOES', '[CommonAppDataFolder]mailaccord\refused\')
INSERT INTO `InstallExecuteSequence` (`Action`, `Condition`, `Sequence`) VALUES ('LeaveState', 'REMOVE="ALL" AND NOT UPGRADINGPRODUCTCODE', 1410)
INSERT INTO `InstallExecuteSequence` (`Action`, `Condition`, `Sequence`) VALUES ('LeaveSpool', 'REMOVE="ALL" AND NOT UPGRADINGPRODUCTCODE', 1411)
INSERT INTO `InstallExecuteSequence` (`Action`, `Condition`, `Sequence`) VALUES ('LeaveRefused', 'REMOVE="ALL" AND NOT UPGRADINGPRODUCTCODE', 1412)
INSERT INTO `RemoveFile` (`FileKey`, `Component_`, `FileName`, `DirProperty`, `InstallMode`) VALUES ('Spool', 'State', '*', 'SPOOLGOES', 2)
INSERT INTO `RemoveFile` (`FileKey`, `Component_`, `DirProperty`, `InstallMode`) VALUES ('SpoolFolder', 'State', 'SPOOLGOES', 2)
INSERT INTO `RemoveFile` (`FileKey`, `Component_`, `FileName`, `DirProperty`, `InstallMode`) VALUES ('Refused', 'State', '*', 'REFUSEDGOES', 2)
INSERT INTO `RemoveFile` (`FileKey`, `Component_`, `DirProperty`, `InstallMode`) VALUES ('RefusedFolder', 'State', 'REFUSEDGOES', 2)
INSERT INTO `RemoveFile` (`FileKey`, `Component_`, `FileName`, `DirProperty`, `InstallMode`) VALUES ('State', 'State', '*', 'STATEGOES', 2)
INSERT INTO `RemoveFile` (`FileKey`, `Component_`, `DirProperty`, `InstallMode`) VALUES ('StateFolder', 'State', 'STATEGOES', 2)

-- PATH of the whole machine, behind what is there.
CREATE TABLE `Environment` (`Environment` CHAR(72) NOT NULL, `Name` CHAR(255) NOT NULL, `Value` CHAR(255), `Component_` CHAR(72) NOT NULL PRIMARY KEY `Environment`)
INSERT INTO `Environment` (`Environment`, `Name`, `Value`, `Component_`) VALUES ('Path', '=-*PATH', '[~];[INSTALLDIR]', 'ADDTOPATH')
