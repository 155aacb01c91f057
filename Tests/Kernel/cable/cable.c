// The two ends of a cable under test, and what else a guest without a sound package needs.
//
//   cable source DEVICE FORMAT RATE PERIOD SECONDS   plays numbered frames; 0 s is for ever
//   cable sink   DEVICE FORMAT RATE PERIOD SECONDS   captures and says which numbers came when
//   cable shift  CARD DEVICE VALUE                   sets snd-aloop's clock to 100000 / VALUE
//   cable poweroff                                   ends the guest
//
// Source and sink outlive their card: they wait for it to come back. SIGTERM ends them in order.
// Their last line is `heard ...` or `sent ...` and, behind it, `xruns` of their own: any means that
// the instrument failed, not the subject.
#include "frames.h"
#include "runs.h"

#include <inttypes.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/reboot.h>
#include <time.h>
#include <unistd.h>

enum { BUFFER_PERIODS = 16 };

typedef struct {
  const char *device;
  snd_pcm_stream_t direction;
  frame_code code;
  unsigned rate;
  snd_pcm_uframes_t period;
  uint64_t frames;    // to transfer; UINT64_MAX for no end
  uint64_t done;
  unsigned xruns;
  char *memory;       // one period
  run_log log;        // of a sink
} cable_end;

static volatile sig_atomic_t must_stop;

static void note_stop(int signal) {
  (void)signal;
  must_stop = 1;
}

// A card that is away is asked for again and again.
static void ignore_complaint(
  const char *file, int line, const char *function, int error, const char *format, ...
) {
  (void)file, (void)line, (void)function, (void)error, (void)format;
}

static void pause_briefly(void) {
  struct timespec time = {0, 2000000};
  nanosleep(&time, NULL);
}

static int configure(snd_pcm_t *pcm, const cable_end *end) {
  snd_pcm_hw_params_t *hardware;
  snd_pcm_hw_params_alloca(&hardware);
  snd_pcm_uframes_t buffer = BUFFER_PERIODS * end->period;
  int code = snd_pcm_hw_params_any(pcm, hardware);
  if (code >= 0) code = snd_pcm_hw_params_set_rate_resample(pcm, hardware, 0);
  if (code >= 0)
    code = snd_pcm_hw_params_set_access(pcm, hardware, SND_PCM_ACCESS_RW_INTERLEAVED);
  if (code >= 0) code = snd_pcm_hw_params_set_format(pcm, hardware, end->code.format);
  if (code >= 0) code = snd_pcm_hw_params_set_channels(pcm, hardware, CHANNELS);
  if (code >= 0) code = snd_pcm_hw_params_set_rate(pcm, hardware, end->rate, 0);
  if (code >= 0) code = snd_pcm_hw_params_set_period_size(pcm, hardware, end->period, 0);
  if (code >= 0) code = snd_pcm_hw_params_set_buffer_size(pcm, hardware, buffer);
  if (code >= 0) code = snd_pcm_hw_params(pcm, hardware);
  return code < 0 ? code : snd_pcm_prepare(pcm);
}

// Whether there is the card of "hw:CARD,DEVICE,SUBDEVICE". libasound would look for it by 200 system
// calls, which cost a guest so much that nothing else got on.
static bool has_card(const char *device) {
  char path[64];
  const char *card = strchr(device, ':');
  if (!card) return true;
  snprintf(path, sizeof path, "/proc/asound/%.*s", (int)strcspn(card + 1, ","), card + 1);
  return access(path, F_OK) == 0;
}

// NULL while the device is not there or not free.
static snd_pcm_t *open_end(const cable_end *end) {
  snd_pcm_t *pcm;
  if (!has_card(end->device)) return NULL;
  if (snd_pcm_open(&pcm, end->device, end->direction, 0) < 0) return NULL;
  int code = configure(pcm, end);
  if (code >= 0 && end->direction == SND_PCM_STREAM_CAPTURE) code = snd_pcm_start(pcm);
  if (code >= 0) return pcm;
  snd_pcm_close(pcm);
  return NULL;
}

// One period at most; the frames transferred or a negative errno.
static snd_pcm_sframes_t transfer(snd_pcm_t *pcm, cable_end *end) {
  uint64_t left = end->frames - end->done;
  snd_pcm_uframes_t frames = left < end->period ? (snd_pcm_uframes_t)left : end->period;
  size_t step = end->code.frame_bytes;
  if (end->direction == SND_PCM_STREAM_CAPTURE) {
    snd_pcm_sframes_t count = snd_pcm_readi(pcm, end->memory, frames);
    for (snd_pcm_sframes_t frame = 0; frame < count; frame++)
      runs_note(&end->log, frame_read(&end->code, end->memory + (size_t)frame * step));
    return count;
  }
  for (snd_pcm_uframes_t frame = 0; frame < frames; frame++)
    frame_write(&end->code, end->done + frame + 1, end->memory + frame * step);
  return snd_pcm_writei(pcm, end->memory, frames);
}

static void tell_start(const cable_end *end) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  printf("started %.6f with frame %" PRIu64 "\n", (double)time.tv_sec + time.tv_nsec * 1e-9, end->done);
}

// Until the end, a stop, or the loss of the device.
static void run_open(snd_pcm_t *pcm, cable_end *end) {
  // The first frame starts playback, and opening has started capture.
  tell_start(end);
  while (!must_stop && end->done < end->frames) {
    snd_pcm_sframes_t count = transfer(pcm, end);
    if (count >= 0) {
      end->done += (uint64_t)count;
    } else if (count == -EPIPE) {
      end->xruns++;
      runs_break(&end->log);
      if (snd_pcm_prepare(pcm) < 0) return;
    } else if (count != -EINTR) {
      return;
    }
  }
}

static void run_end(cable_end *end) {
  bool was_open = true;
  while (!must_stop && end->done < end->frames) {
    snd_pcm_t *pcm = open_end(end);
    if (!pcm) {
      if (was_open) printf("%s: waiting\n", end->device);
      was_open = false;
      pause_briefly();
      continue;
    }
    was_open = true;
    run_open(pcm, end);
    runs_break(&end->log);
    snd_pcm_close(pcm);
  }
}

static int describe(cable_end *end, char **words) {
  end->device = words[2];
  end->direction =
    strcmp(words[1], "sink") == 0 ? SND_PCM_STREAM_CAPTURE : SND_PCM_STREAM_PLAYBACK;
  if (frame_code_for(&end->code, words[3]) < 0) return -EINVAL;
  end->rate = (unsigned)atoi(words[4]);
  end->period = (snd_pcm_uframes_t)atoi(words[5]);
  double seconds = atof(words[6]);
  end->frames = seconds > 0 ? (uint64_t)(seconds * end->rate) : UINT64_MAX;
  end->log.buffer_frames = BUFFER_PERIODS * end->period;
  end->memory = calloc(end->period, end->code.frame_bytes);
  return end->memory ? 0 : -ENOMEM;
}

static int play_or_capture(char **words) {
  cable_end end = {0};
  if (describe(&end, words) < 0) return 2;
  // Without SA_RESTART a blocking transfer ends with EINTR.
  struct sigaction action = {.sa_handler = note_stop};
  sigaction(SIGTERM, &action, NULL);
  setvbuf(stdout, NULL, _IOLBF, 0);
  snd_lib_error_set_handler(ignore_complaint);
  run_end(&end);
  if (end.direction == SND_PCM_STREAM_CAPTURE) runs_summarise(&end.log);
  else printf("sent %" PRIu64 "\n", end.done);
  printf("xruns %u\n", end.xruns);
  free(end.memory);
  return 0;
}

static int shift(const char *card, unsigned device, long value) {
  snd_ctl_t *control;
  snd_ctl_elem_value_t *element;
  snd_ctl_elem_value_alloca(&element);
  int code = snd_ctl_open(&control, card, 0);
  if (code >= 0) {
    snd_ctl_elem_value_set_interface(element, SND_CTL_ELEM_IFACE_PCM);
    snd_ctl_elem_value_set_device(element, device);
    snd_ctl_elem_value_set_name(element, "PCM Rate Shift 100000");
    snd_ctl_elem_value_set_integer(element, 0, value);
    code = snd_ctl_elem_write(control, element);
    snd_ctl_close(control);
  }
  if (code < 0) fprintf(stderr, "cable: %s does not shift its rate: %s\n", card, snd_strerror(code));
  return code < 0;
}

int main(int count, char **words) {
  const char *verb = count > 1 ? words[1] : "";
  if (count == 7 && (strcmp(verb, "source") == 0 || strcmp(verb, "sink") == 0))
    return play_or_capture(words);
  if (count == 5 && strcmp(verb, "shift") == 0)
    return shift(words[2], (unsigned)atoi(words[3]), atol(words[4]));
  if (count == 2 && strcmp(verb, "poweroff") == 0) return reboot(RB_POWER_OFF) < 0;
  fprintf(stderr, "usage: the head of Tests/Kernel/cable/cable.c\n");
  return 2;
}
