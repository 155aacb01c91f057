// The card's description, out of the ALSA configuration.
#include "card.h"

static int read_text(snd_config_t *node, void *field) {
  return snd_config_get_string(node, field);
}

static int read_integer(snd_config_t *node, void *field) {
  return snd_config_get_integer(node, field);
}

static int read_real(snd_config_t *node, void *field) {
  return snd_config_get_ireal(node, field);
}

static int read_boolean(snd_config_t *node, void *field) {
  int value = snd_config_get_bool(node);
  if (value >= 0) *(bool *)field = value;
  return value;
}

// One value, or several in one string: "44100 48000".
static int read_list(snd_config_t *node, choices *list, int (*value_of)(const char *)) {
  char *text;
  int result = snd_config_get_ascii(node, &text);
  if (result < 0) return result;
  list->count = 0;
  char *rest = NULL;
  for (char *word = strtok_r(text, " ,", &rest); word; word = strtok_r(NULL, " ,", &rest)) {
    int value = value_of(word);
    if (value < 0 || list->count == CHOICES_MAX) result = -EINVAL;
    if (result >= 0) list->values[list->count++] = (unsigned)value;
  }
  free(text);
  return list->count == 0 ? -EINVAL : result;
}

static int format_value(const char *word) {
  return (int)snd_pcm_format_value(word);
}

static int read_numbers(snd_config_t *node, void *field) {
  return read_list(node, field, atoi);
}

static int read_formats(snd_config_t *node, void *field) {
  return read_list(node, field, format_value);
}

static int read_faults(snd_config_t *node, void *field) {
  const char *text;
  int result = snd_config_get_string(node, &text);
  return result < 0 ? result : faults_parse(field, text);
}

#define FIELD(name, read, member) { name, read, offsetof(card_settings, member) }

static const struct {
  const char *name;
  int (*read)(snd_config_t *node, void *field);
  size_t offset;
} fields[] = {
  FIELD("infile", read_text, infile),
  FIELD("outfile", read_text, outfile),
  FIELD("present", read_text, present),
  FIELD("rate", read_numbers, rates),
  FIELD("format", read_formats, formats),
  FIELD("channels", read_numbers, channels),
  FIELD("period_min", read_integer, period_min),
  FIELD("period_max", read_integer, period_max),
  FIELD("buffer_max", read_integer, buffer_max),
  FIELD("step", read_integer, step),
  FIELD("refuse", read_integer, refuse),
  FIELD("ppm", read_real, ppm),
  FIELD("speed", read_real, speed),
  FIELD("patient", read_boolean, patient),
  FIELD("coupled", read_boolean, coupled),
  FIELD("loop", read_boolean, loop),
  FIELD("fault", read_faults, faults),
};

static int read_field(card_settings *settings, const char *name, snd_config_t *node) {
  for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
    if (strcmp(name, fields[i].name) != 0) continue;
    int result = fields[i].read(node, (char *)settings + fields[i].offset);
    if (result < 0) SNDERR("virtualcard: the field %s has no such value", name);
    return result;
  }
  SNDERR("virtualcard: there is no field %s", name);
  return -EINVAL;
}

static bool belongs_to_alsa(const char *name) {
  return strcmp(name, "type") == 0 || strcmp(name, "comment") == 0 || strcmp(name, "hint") == 0;
}

int settings_read(card_settings *settings, snd_config_t *node) {
  *settings = (card_settings){
    .rates = {{44100, 48000, 96000}, 3},
    .formats = {
      {SND_PCM_FORMAT_S16_LE, SND_PCM_FORMAT_S24_3LE, SND_PCM_FORMAT_S24_LE,
       SND_PCM_FORMAT_S32_LE, SND_PCM_FORMAT_FLOAT_LE}, 5},
    .channels = {{2}, 1},
    .period_min = 16, .period_max = 16384, .buffer_max = 65536,
    .speed = 1,
  };
  snd_config_iterator_t position, next;
  snd_config_for_each(position, next, node) {
    snd_config_t *entry = snd_config_iterator_entry(position);
    const char *name;
    if (snd_config_get_id(entry, &name) < 0 || belongs_to_alsa(name)) continue;
    int result = read_field(settings, name, entry);
    if (result < 0) return result;
  }
  return 0;
}
