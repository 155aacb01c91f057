#include "elements.h"
#include <errno.h>
#include <stdio.h>

int elements_read(element_list *list, const char *path) {
  FILE *file = fopen(path, "re");
  if (!file) return -errno;
  list->count = 0;
  while (list->count < ELEMENTS_MAX) {
    element *next = &list->all[list->count];
    int fields = fscanf(
      file, "%u %u %ld %ld %ld %43[^\n]", &next->device, &next->subdevice, &next->least, &next->most,
      &next->value, next->name);
    if (fields != 6) break;
    list->count++;
  }
  fclose(file);
  return 0;
}

int elements_write(const element_list *list, const char *path) {
  FILE *file = fopen(path, "we");
  if (!file) return -errno;
  for (unsigned i = 0; i < list->count; i++) {
    const element *next = &list->all[i];
    fprintf(
      file, "%u %u %ld %ld %ld %s\n", next->device, next->subdevice, next->least, next->most,
      next->value, next->name);
  }
  return fclose(file) == 0 ? 0 : -errno;
}
