#pragma once
// VirtualCard: a sound card in user space, as an ALSA external I/O plugin. It needs no kernel
// support, no server and no rights, and behaves like hardware where it matters: a sample clock of
// its own, periods, over- and underruns that follow from the clock, and faults on demand.
//
//   pcm_type.virtualcard { lib "/path/to/libVirtualCard.so" }
//   pcm.in  { type virtualcard  infile  "song.wav" }
//   pcm.out { type virtualcard  outfile "heard.wav"  rate 48000  format S32_LE  channels 2 }
//
// infile   What the card captures: raw frames in the negotiated format or, when the name ends in
//          .wav, a WAV file, whose rate, format and channels are then the only ones on offer. Its
//          end reads as silence, unless it repeats. A stop loses no frame of it: the next start goes on with the first
//          frame that the program has not read.
// loop     "true": a raw infile begins anew at its end.
// outfile  What the card plays, appended: raw, or WAV when the name ends in .wav. A frame is
//          written when it is *heard*; frames that were dropped before their turn never are.
// rate, format, channels   Lists ("44100 48000"); anything else is refused, as hardware does.
// period_min, period_max, buffer_max   Frames; 16, 16384 and 65536 unless given.
// step     The position moves in steps of so many frames. 0, the default, is a whole period, like
//          a USB card; 1 is the finest, like a PCI card.
// ppm      How fast the sample clock is, in parts per million; 0.
// speed    Factor on the clock: 20 plays 20 s in one; 1.
// patient  "true": the clock waits for a program that is late instead of reporting an xrun, so
//          that a test transfers the same frames on a busy machine.
// coupled  "true": this clock and that of every other coupled card of the program are one, which
//          waits for whichever thread of the program is late, a little before its card would run
//          dry or over. However the machine schedules the threads, the cards stay together.
// present  A path. While nothing is there the card is unplugged: opening it fails with ENODEV, and
//          an open one is lost.
// refuse   An errno, such as 16 (EBUSY), with which opening fails.
// fault    "KIND@FRAME,...": each fires once, when the clock passes the frame, counted over all
//          starts since the card was opened.
//            xrun     the stream stops as if the program had been late (EPIPE)
//            suspend  as if the system had slept (ESTRPIPE); resuming works
//            enodev   the card is gone for good (ENODEV)
//            stall    the clock stands still and nothing wakes the program any more
//            jump     the clock leaps by one buffer
//            early    1000 wake-ups with nothing to do
//            spin     a call never returns and takes all of a processor
//            hang     a call never returns and takes nothing
//            denormals  a call leaves denormal numbers kept on its thread, as a library that puts
//                     back the processor's flags can
