// Loaded before a program (LD_PRELOAD), fails what the program does to the files that it writes:
//
//   FILE_FAULT_AT     which of these calls fails, counted from 1; 0 for none
//   FILE_FAULT_FOR    once (if not given) or ever: that one, or all from that one on
//   FILE_FAULT_CODE   the errno it fails with; 0 kills the program instead
//   FILE_FAULT_COUNT  a file that receives the number of these calls when the program ends
//
// The calls: opening a file for writing, or a folder; on what was opened so, write, pwrite, ftruncate,
// fsync and close, which closes all the same; rename and link.
#pragma once
