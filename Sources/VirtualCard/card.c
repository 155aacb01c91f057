// Opening: from the configuration to a PCM that libasound can offer.

// Without it the header registers plugins for static linking, through a symbol that a shared
// library does not find.
#ifndef PIC
#define PIC 1
#endif
#include "card.h"
#include <unistd.h>

static int open_file(virtual_card *card, snd_pcm_stream_t stream) {
  bool is_playback = stream == SND_PCM_STREAM_PLAYBACK;
  const char *path = is_playback ? card->settings.outfile : card->settings.infile;
  if (!path) return 0;
  card->file.repeats = card->settings.loop;
  int result = is_playback ? sound_open_output(&card->file, path)
                           : sound_open_input(&card->file, path);
  if (result < 0) SNDERR("virtualcard: %s: %s", path, snd_strerror(result));
  if (result < 0 || !card->file.is_described) return result;
  const sound_format *format = &card->file.format;
  card->settings.formats = (choices){{(unsigned)format->format}, 1};
  card->settings.rates = (choices){{format->rate}, 1};
  card->settings.channels = (choices){{format->channels}, 1};
  return 0;
}

static int offer_list(virtual_card *card, int parameter, const choices *list) {
  return snd_pcm_ioplug_set_param_list(&card->io, parameter, list->count, list->values);
}

static int offer_bytes(virtual_card *card, int parameter, long min_frames, long max_frames) {
  // libasound wants bytes, so the limits are exact when one format and channel count is offered.
  const choices *formats = &card->settings.formats, *channels = &card->settings.channels;
  size_t smallest = SIZE_MAX, largest = 0;
  for (unsigned f = 0; f < formats->count; f++) {
    for (unsigned c = 0; c < channels->count; c++) {
      sound_format format = {(snd_pcm_format_t)formats->values[f], 0, channels->values[c]};
      size_t bytes = sound_frame_bytes(&format);
      if (bytes < smallest) smallest = bytes;
      if (bytes > largest) largest = bytes;
    }
  }
  return snd_pcm_ioplug_set_param_minmax(
    &card->io, parameter, (unsigned)((size_t)min_frames * smallest),
    (unsigned)((size_t)max_frames * largest));
}

static int offer(virtual_card *card) {
  static const choices accesses = {
    {SND_PCM_ACCESS_RW_INTERLEAVED, SND_PCM_ACCESS_MMAP_INTERLEAVED}, 2};
  const card_settings *settings = &card->settings;
  int result = offer_list(card, SND_PCM_IOPLUG_HW_ACCESS, &accesses);
  if (result >= 0) result = offer_list(card, SND_PCM_IOPLUG_HW_FORMAT, &settings->formats);
  if (result >= 0) result = offer_list(card, SND_PCM_IOPLUG_HW_RATE, &settings->rates);
  if (result >= 0) result = offer_list(card, SND_PCM_IOPLUG_HW_CHANNELS, &settings->channels);
  if (result >= 0) {
    result = snd_pcm_ioplug_set_param_minmax(&card->io, SND_PCM_IOPLUG_HW_PERIODS, 2, 1024);
  }
  if (result >= 0) {
    result = offer_bytes(
      card, SND_PCM_IOPLUG_HW_PERIOD_BYTES, settings->period_min, settings->period_max);
  }
  if (result >= 0) {
    result = offer_bytes(
      card, SND_PCM_IOPLUG_HW_BUFFER_BYTES, 2 * settings->period_min, settings->buffer_max);
  }
  return result;
}

static int prepare_card(virtual_card *card, snd_config_t *node, snd_pcm_stream_t stream) {
  int result = settings_read(&card->settings, node);
  if (result < 0) return result;
  if (card->settings.refuse > 0) return -(int)card->settings.refuse;
  if (card->settings.present) {
    if (access(card->settings.present, F_OK) != 0) return -ENODEV;
    card->present = strdup(card->settings.present);
    if (!card->present) return -ENOMEM;
  }
  result = open_file(card, stream);
  if (result < 0) return result;
  if (card->settings.coupled) {
    card->clock.place = timeline_join();
    if (card->clock.place == TIMELINE_ALONE) return -EMFILE;
  }
  return clock_open(&card->clock);
}

static int create(virtual_card *card, const char *name, snd_pcm_stream_t stream, int mode) {
  card->io.version = SND_PCM_IOPLUG_VERSION;
  card->io.name = "virtualcard";
  card->io.callback = &card_callbacks;
  card->io.private_data = card;
  card->io.poll_fd = card->clock.timer;
  card->io.poll_events = POLLIN;
  card->io.flags = SND_PCM_IOPLUG_FLAG_MONOTONIC | SND_PCM_IOPLUG_FLAG_BOUNDARY_WA;
  return snd_pcm_ioplug_create(&card->io, name, stream, mode);
}

__attribute__((visibility("default")))
SND_PCM_PLUGIN_DEFINE_FUNC(virtualcard) {
  (void)root;
  virtual_card *card = calloc(1, sizeof *card);
  if (!card) return -ENOMEM;
  card->file.descriptor = -1;
  card->clock.timer = -1;
  card->clock.place = TIMELINE_ALONE;
  card->avail_min = 1;
  int result = prepare_card(card, conf, stream);
  if (result >= 0) result = create(card, name, stream, mode);
  if (result < 0) {
    card_callbacks.close(&(snd_pcm_ioplug_t){.private_data = card});
    return result;
  }
  result = offer(card);
  if (result < 0) {
    // Closes the card as well.
    snd_pcm_ioplug_delete(&card->io);
    return result;
  }
  *pcmp = card->io.pcm;
  return 0;
}

SND_PCM_PLUGIN_SYMBOL(virtualcard);
