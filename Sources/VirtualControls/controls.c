// The plugin: what libasound asks about the elements, and what it is told when they change.

// Without it the header registers plugins for static linking, through a symbol that a shared
// library does not find.
#ifndef PIC
#define PIC 1
#endif
#include "elements.h"
#include "include/VirtualControls.h"
#include <alsa/asoundlib.h>
#include <alsa/control_external.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

typedef struct {
  snd_ctl_ext_t ext;
  char *path;
  element_list seen;              // what the listener knows
  bool has_changed[ELEMENTS_MAX]; // what it is to be told
} virtual_controls;

static void name_element(const element *element, snd_ctl_elem_id_t *id) {
  snd_ctl_elem_id_set_interface(id, SND_CTL_ELEM_IFACE_PCM);
  snd_ctl_elem_id_set_device(id, element->device);
  snd_ctl_elem_id_set_subdevice(id, element->subdevice);
  snd_ctl_elem_id_set_name(id, element->name);
}

static bool is_named(const element *element, const snd_ctl_elem_id_t *id) {
  return snd_ctl_elem_id_get_interface(id) == SND_CTL_ELEM_IFACE_PCM
    && snd_ctl_elem_id_get_device(id) == element->device
    && snd_ctl_elem_id_get_subdevice(id) == element->subdevice
    && strcmp(snd_ctl_elem_id_get_name(id), element->name) == 0;
}

// MARK: - Elements

static int controls_count(snd_ctl_ext_t *ext) {
  virtual_controls *controls = ext->private_data;
  return (int)controls->seen.count;
}

static int controls_list(snd_ctl_ext_t *ext, unsigned offset, snd_ctl_elem_id_t *id) {
  virtual_controls *controls = ext->private_data;
  if (offset >= controls->seen.count) return -ENOENT;
  name_element(&controls->seen.all[offset], id);
  return 0;
}

static snd_ctl_ext_key_t controls_find(snd_ctl_ext_t *ext, const snd_ctl_elem_id_t *id) {
  virtual_controls *controls = ext->private_data;
  for (unsigned i = 0; i < controls->seen.count; i++) {
    if (is_named(&controls->seen.all[i], id)) return i;
  }
  return SND_CTL_EXT_KEY_NOT_FOUND;
}

static int controls_attribute(
  snd_ctl_ext_t *ext, snd_ctl_ext_key_t key, int *type, unsigned *access, unsigned *count
) {
  virtual_controls *controls = ext->private_data;
  const element *element = &controls->seen.all[key];
  bool is_switch = element->least == 0 && element->most == 1;
  *type = is_switch ? SND_CTL_ELEM_TYPE_BOOLEAN : SND_CTL_ELEM_TYPE_INTEGER;
  *access = SND_CTL_EXT_ACCESS_READWRITE;
  *count = 1;
  return 0;
}

static int controls_range(
  snd_ctl_ext_t *ext, snd_ctl_ext_key_t key, long *least, long *most, long *step
) {
  virtual_controls *controls = ext->private_data;
  *least = controls->seen.all[key].least;
  *most = controls->seen.all[key].most;
  *step = 1;
  return 0;
}

// MARK: - Values: the file's, at every access

static int controls_read(snd_ctl_ext_t *ext, snd_ctl_ext_key_t key, long *value) {
  virtual_controls *controls = ext->private_data;
  element_list list = {0};
  int result = elements_read(&list, controls->path);
  if (result < 0) return result;
  if (key >= list.count) return -ENOENT;
  *value = list.all[key].value;
  return 0;
}

static int controls_write(snd_ctl_ext_t *ext, snd_ctl_ext_key_t key, long *value) {
  virtual_controls *controls = ext->private_data;
  element_list list = {0};
  int result = elements_read(&list, controls->path);
  if (result < 0) return result;
  if (key >= list.count) return -ENOENT;
  if (*value < list.all[key].least || *value > list.all[key].most) return -EINVAL;
  if (list.all[key].value == *value) return 0;
  list.all[key].value = *value;
  result = elements_write(&list, controls->path);
  return result < 0 ? result : 1;
}

// MARK: - Events

static void notice_changes(virtual_controls *controls) {
  char notices[4096];
  if (read(controls->ext.poll_fd, notices, sizeof notices) <= 0) return;
  element_list list = {0};
  if (elements_read(&list, controls->path) < 0) return;
  for (unsigned i = 0; i < list.count && i < controls->seen.count; i++) {
    if (list.all[i].value != controls->seen.all[i].value) controls->has_changed[i] = true;
  }
  controls->seen = list;
}

static int controls_event(snd_ctl_ext_t *ext, snd_ctl_elem_id_t *id, unsigned *mask) {
  virtual_controls *controls = ext->private_data;
  notice_changes(controls);
  for (unsigned i = 0; i < controls->seen.count; i++) {
    if (!controls->has_changed[i]) continue;
    controls->has_changed[i] = false;
    name_element(&controls->seen.all[i], id);
    *mask = SND_CTL_EVENT_MASK_VALUE;
    return 1;
  }
  return -EAGAIN;
}

static void controls_close(snd_ctl_ext_t *ext) {
  virtual_controls *controls = ext->private_data;
  if (controls->ext.poll_fd >= 0) close(controls->ext.poll_fd);
  free(controls->path);
  free(controls);
}

static const snd_ctl_ext_callback_t callbacks = {
  .close = controls_close,
  .elem_count = controls_count,
  .elem_list = controls_list,
  .find_elem = controls_find,
  .get_attribute = controls_attribute,
  .get_integer_info = controls_range,
  .read_integer = controls_read,
  .write_integer = controls_write,
  .read_event = controls_event,
};

// MARK: - Opening

static const char *file_field(snd_config_t *node) {
  snd_config_t *field;
  const char *path = NULL;
  if (snd_config_search(node, "file", &field) >= 0) snd_config_get_string(field, &path);
  return path;
}

static int open_controls(virtual_controls *controls, const char *name, const char *path, int mode) {
  controls->ext.poll_fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
  if (controls->ext.poll_fd < 0) return -errno;
  controls->path = strdup(path);
  if (!controls->path) return -ENOMEM;
  int result = elements_read(&controls->seen, path);
  if (result < 0) return result;
  if (inotify_add_watch(controls->ext.poll_fd, path, IN_CLOSE_WRITE) < 0) return -errno;
  return snd_ctl_ext_create(&controls->ext, name, mode);
}

SND_CTL_PLUGIN_DEFINE_FUNC(virtualcontrols) {
  (void)root;
  const char *path = file_field(conf);
  if (!path) return -EINVAL;
  virtual_controls *controls = calloc(1, sizeof *controls);
  if (!controls) return -ENOMEM;
  controls->ext.version = SND_CTL_EXT_VERSION;
  controls->ext.callback = &callbacks;
  controls->ext.private_data = controls;
  strcpy(controls->ext.id, "Virtual");
  strcpy(controls->ext.driver, "VirtualControls");
  strcpy(controls->ext.name, "Virtual controls");
  int result = open_controls(controls, name, path, mode);
  if (result < 0) {
    controls_close(&controls->ext);
    return result;
  }
  *handlep = controls->ext.handle;
  return 0;
}

SND_CTL_PLUGIN_SYMBOL(virtualcontrols);
