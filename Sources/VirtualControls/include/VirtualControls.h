#pragma once
// VirtualControls: the mixer of a card in user space, as an ALSA external control plugin. Its elements
// and their values are the lines of a text file, which programs change through ALSA and tests by
// writing the file; either way whoever listens gets an event.
//
//   ctl_type.virtualcontrols { lib "/path/to/libVirtualControls.so" }
//   ctl.cable { type virtualcontrols  file "cable.controls" }
//
// A line: DEVICE SUBDEVICE LEAST MOST VALUE NAME, of the interface PCM. From 0 to 1 is a switch.
//
//   1 0 80000 120000 100000 PCM Rate Shift 100000
//   1 0 0 1 0 PCM Slave Active
