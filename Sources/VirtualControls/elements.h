#pragma once
// The elements, as the lines of the file.
#include <stdbool.h>

#pragma GCC visibility push(hidden)

enum { ELEMENTS_MAX = 16 };

typedef struct {
  unsigned device, subdevice;
  long least, most, value;
  char name[44];
} element;

typedef struct {
  element all[ELEMENTS_MAX];
  unsigned count;
} element_list;

// Reads the file; lines that are none of ours end it. 0 or a negative errno.
int elements_read(element_list *list, const char *path);
// Writes the file in one piece. 0 or a negative errno.
int elements_write(const element_list *list, const char *path);

#pragma GCC visibility pop
