// Without it the header registers plugins for static linking.
#ifndef PIC
#define PIC 1
#endif
#include "CSimulatedCard.h"
#include <alsa/asoundlib.h>
#include <alsa/pcm_external.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

typedef struct {
  snd_pcm_ioplug_t io;
  struct simulated_card_hooks hooks;
  snd_pcm_uframes_t boundary;
} simulated_card;

static int card_start(snd_pcm_ioplug_t *io) {
  simulated_card *card = io->private_data;
  return card->hooks.start(card->hooks.context);
}

static int card_stop(snd_pcm_ioplug_t *io) {
  simulated_card *card = io->private_data;
  return card->hooks.stop(card->hooks.context);
}

static int card_prepare(snd_pcm_ioplug_t *io) {
  simulated_card *card = io->private_data;
  return card->hooks.prepare(card->hooks.context);
}

static int card_resume(snd_pcm_ioplug_t *io) {
  simulated_card *card = io->private_data;
  return card->hooks.resume(card->hooks.context);
}

static int card_drain(snd_pcm_ioplug_t *io) {
  simulated_card *card = io->private_data;
  int result = card->hooks.drain(card->hooks.context);
  return result < 0 ? result : -EAGAIN;
}

static snd_pcm_sframes_t card_pointer(snd_pcm_ioplug_t *io) {
  simulated_card *card = io->private_data;
  int64_t position = card->hooks.position(card->hooks.context);
  // A state, not an error: libasound turns every error of this call into an xrun.
  switch (card->hooks.standstill(card->hooks.context)) {
  case SIMULATED_CARD_SUSPENDED: snd_pcm_ioplug_set_state(io, SND_PCM_STATE_SUSPENDED); break;
  case SIMULATED_CARD_DISCONNECTED:
    snd_pcm_ioplug_set_state(io, SND_PCM_STATE_DISCONNECTED);
    break;
  default:
    if (position < 0) return (snd_pcm_sframes_t)position;
  }
  if (position < 0) position = 0;
  return (snd_pcm_sframes_t)(card->boundary ? (uint64_t)position % card->boundary : (uint64_t)position);
}

static snd_pcm_sframes_t card_transfer(
  snd_pcm_ioplug_t *io, const snd_pcm_channel_area_t *areas, snd_pcm_uframes_t offset,
  snd_pcm_uframes_t size
) {
  simulated_card *card = io->private_data;
  float *memory = (float *)areas[0].addr + offset * io->channels;
  return (snd_pcm_sframes_t)card->hooks.transfer(card->hooks.context, memory, size);
}

static int card_sw_params(snd_pcm_ioplug_t *io, snd_pcm_sw_params_t *parameters) {
  simulated_card *card = io->private_data;
  return snd_pcm_sw_params_get_boundary(parameters, &card->boundary);
}

static int card_close(snd_pcm_ioplug_t *io) {
  simulated_card *card = io->private_data;
  card->hooks.close(card->hooks.context);
  close(card->io.poll_fd);
  free(card);
  return 0;
}

static const snd_pcm_ioplug_callback_t callbacks = {
  .start = card_start, .stop = card_stop, .pointer = card_pointer, .transfer = card_transfer,
  .close = card_close, .prepare = card_prepare, .drain = card_drain, .resume = card_resume,
  .sw_params = card_sw_params,
};

static int offer_all(simulated_card *card, const struct simulated_card_offer *offer) {
  unsigned access = SND_PCM_ACCESS_RW_INTERLEAVED, format = SND_PCM_FORMAT_FLOAT_LE;
  unsigned rate = offer->rate, channels = offer->channels, frame = 4 * offer->channels;
  snd_pcm_ioplug_t *io = &card->io;
  int result = snd_pcm_ioplug_set_param_list(io, SND_PCM_IOPLUG_HW_ACCESS, 1, &access);
  if (result >= 0) result = snd_pcm_ioplug_set_param_list(io, SND_PCM_IOPLUG_HW_FORMAT, 1, &format);
  if (result >= 0) result = snd_pcm_ioplug_set_param_list(io, SND_PCM_IOPLUG_HW_RATE, 1, &rate);
  if (result >= 0) {
    result = snd_pcm_ioplug_set_param_list(io, SND_PCM_IOPLUG_HW_CHANNELS, 1, &channels);
  }
  if (result >= 0) {
    result = snd_pcm_ioplug_set_param_minmax(io, SND_PCM_IOPLUG_HW_PERIODS, 2, 8192);
  }
  if (result >= 0) {
    result = snd_pcm_ioplug_set_param_minmax(
      io, SND_PCM_IOPLUG_HW_PERIOD_BYTES, offer->least_period * frame,
      offer->longest_period * frame);
  }
  if (result >= 0) {
    result = snd_pcm_ioplug_set_param_minmax(
      io, SND_PCM_IOPLUG_HW_BUFFER_BYTES, 2 * offer->least_period * frame,
      offer->longest_buffer * frame);
  }
  return result;
}

static int create(simulated_card *card, const char *name, int is_playback) {
  card->io.version = SND_PCM_IOPLUG_VERSION;
  card->io.name = "simulated card";
  card->io.callback = &callbacks;
  card->io.private_data = card;
  card->io.poll_events = POLLIN;
  card->io.flags = SND_PCM_IOPLUG_FLAG_MONOTONIC | SND_PCM_IOPLUG_FLAG_BOUNDARY_WA;
  snd_pcm_stream_t stream = is_playback ? SND_PCM_STREAM_PLAYBACK : SND_PCM_STREAM_CAPTURE;
  return snd_pcm_ioplug_create(&card->io, name, stream, SND_PCM_NONBLOCK);
}

static void ignore(void *context) {
  (void)context;
}

void *simulated_card_open(
  const char *name, const struct simulated_card_offer *offer,
  const struct simulated_card_hooks *hooks, int *error
) {
  simulated_card *card = calloc(1, sizeof *card);
  if (!card) {
    *error = ENOMEM;
    return NULL;
  }
  card->hooks = *hooks;
  // Nobody waits on it: the time is the caller's.
  card->io.poll_fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  int result = card->io.poll_fd < 0 ? -errno : create(card, name, offer->is_playback);
  if (result < 0) {
    close(card->io.poll_fd);
    free(card);
    *error = -result;
    return NULL;
  }
  result = offer_all(card, offer);
  if (result < 0) {
    card->hooks.close = ignore;
    snd_pcm_ioplug_delete(&card->io);
    *error = -result;
    return NULL;
  }
  return card->io.pcm;
}
