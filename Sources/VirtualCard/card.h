#pragma once
// The parts of the card. A card is one open stream, of one direction.
#include <alsa/asoundlib.h>
#include <alsa/pcm_external.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Only the plugin's entry is for others to see: the library shares the program's symbol space.
#pragma GCC visibility push(hidden)

// MARK: - The time that coupled cards share (timeline.c)

enum { TIMELINE_ALONE = -1 };

// A place among the coupled cards of this program; TIMELINE_ALONE when all are taken.
int timeline_join(void);
void timeline_leave(int place);
// Nanoseconds. They are those of CLOCK_MONOTONIC for a card that is alone; for the others they are
// behind by as long as one of them has waited for the program.
int64_t timeline_now(int place);
// The same moment on CLOCK_MONOTONIC, as long as nobody waits.
int64_t timeline_monotonic(int place, int64_t time);
// The time does not pass this moment before it is set again; one that lies behind means now.
void timeline_set_limit(int place, int64_t time);
void timeline_clear_limit(int place);

// MARK: - The sample clock (clock.c)

typedef struct {
  int timer;                 // timerfd on CLOCK_MONOTONIC, the card's poll descriptor
  int place;                 // on the timeline
  bool running;
  double frames_per_second;  // rate * (1 + ppm / 1e6) * speed
  double offset;             // frames added to the time since the start
  int64_t start;             // on the timeline
} sample_clock;

int clock_open(sample_clock *clock);
void clock_close(sample_clock *clock);
void clock_start(sample_clock *clock);
// Stops the clock and disarms the timer.
void clock_stop(sample_clock *clock);
// Frames counted since the start; 0 when stopped.
uint64_t clock_frames(const sample_clock *clock);
// Shifts a running clock so that it stands at this frame now.
void clock_set(sample_clock *clock, uint64_t frame);
// Makes a running clock stand still.
void clock_freeze(sample_clock *clock);
// The clock, and that of every coupled card, waits at this frame.
void clock_limit(sample_clock *clock, uint64_t frame);
void clock_lift_limit(sample_clock *clock);
// Makes the descriptor readable when the clock reaches the frame.
void clock_wake_at(sample_clock *clock, uint64_t frame);
void clock_wake_now(sample_clock *clock);
// Makes the descriptor unreadable until its next time.
void clock_acknowledge(sample_clock *clock);

// MARK: - Faults on demand (faults.c)

typedef enum {
  FAULT_NONE, FAULT_XRUN, FAULT_SUSPEND, FAULT_ENODEV, FAULT_STALL, FAULT_JUMP, FAULT_EARLY,
  FAULT_SPIN, FAULT_HANG, FAULT_DENORMALS
} fault_kind;

enum { FAULTS_MAX = 32 };

typedef struct {
  struct {
    fault_kind kind;
    uint64_t frame;
    bool fired;
  } planned[FAULTS_MAX];
  unsigned count;
} fault_plan;

// Reads "KIND@FRAME,..."; -EINVAL for anything else.
int faults_parse(fault_plan *plan, const char *text);
// The next fault that is due at this frame, marked as fired.
fault_kind faults_take(fault_plan *plan, uint64_t frame);

// MARK: - Sound files (soundfile.c, wav.c)

typedef struct {
  snd_pcm_format_t format;
  unsigned rate;
  unsigned channels;
} sound_format;

size_t sound_frame_bytes(const sound_format *format);

typedef struct {
  int descriptor;       // -1: no file
  bool is_output;
  bool is_wav;
  bool is_described;    // a WAV header has been read or written
  bool repeats;         // an input without a header begins anew at its end
  sound_format format;  // of the WAV header
} sound_file;

int sound_open_input(sound_file *file, const char *path);
int sound_open_output(sound_file *file, const char *path);
// Fixes the format of the frames that follow; -EINVAL when a WAV file has another one.
int sound_negotiate(sound_file *file, const sound_format *format);
// Fills the memory, with silence after the end of an input that does not repeat.
void sound_read(sound_file *file, void *memory, size_t bytes);
int sound_write(sound_file *file, const void *memory, size_t bytes);
// Writes the sizes into the WAV header of an output, so that the file is whole up to here.
void sound_flush(sound_file *file);
void sound_close(sound_file *file);

// Of a header as wav_write_header writes it.
enum { WAV_HEADER_BYTES = 44 };
// Reads a header and leaves the file at its first frame; -EINVAL when it is none that we know.
int wav_read_header(int descriptor, sound_format *format);
int wav_write_header(int descriptor, const sound_format *format);
void wav_write_sizes(int descriptor);

// MARK: - The card's description (settings.c)

enum { CHOICES_MAX = 32 };

typedef struct {
  unsigned values[CHOICES_MAX];
  unsigned count;
} choices;

typedef struct {
  const char *infile, *outfile, *present;  // owned by the configuration tree
  choices rates, formats, channels;
  long period_min, period_max, buffer_max, step, refuse;
  double ppm, speed;
  bool patient, coupled, loop;
  fault_plan faults;
} card_settings;

// Reads the `pcm.NAME { type virtualcard ... }` node.
int settings_read(card_settings *settings, snd_config_t *node);

// MARK: - The card (card.c, stream.c)

typedef struct {
  snd_pcm_ioplug_t io;
  card_settings settings;
  char *present;              // own copy: the configuration tree does not outlive the opening
  sample_clock clock;
  sound_file file;
  uint64_t earlier_frames;    // counted in earlier starts
  uint64_t moved_frames;      // of this start, by which the position has moved
  snd_pcm_uframes_t boundary; // where ALSA's positions wrap
  snd_pcm_uframes_t avail_min;
  char *queue;                // playback: [buffer_size] frames not yet heard
  size_t frame_bytes;
  bool is_lost;
  unsigned early_wakeups;
} virtual_card;

extern const snd_pcm_ioplug_callback_t card_callbacks;

#pragma GCC visibility pop
