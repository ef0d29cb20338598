/*
 * uevent ACTION DEVPATH: tells every listener in this network namespace, in udevd's own words, that a USB interface came or went.
 * Message form: libudev's monitor header (magic 0xfeedcafe, 40 bytes) and NUL-ended properties, on netlink group 2.
 * Listeners filter by hash, hence the MurmurHash2 (Austin Appleby, public domain).
 */
#include <arpa/inet.h>
#include <linux/netlink.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static uint32_t hash(const char *text) {
  const uint32_t m = 0x5bd1e995;
  const unsigned char *p = (const unsigned char *)text;
  size_t length = strlen(text);
  uint32_t h = (uint32_t)length;
  for (; length >= 4; p += 4, length -= 4) {
    uint32_t k;
    memcpy(&k, p, 4);
    k *= m;
    k ^= k >> 24;
    k *= m;
    h = h * m ^ k;
  }
  switch (length) {
  case 3: h ^= (uint32_t)p[2] << 16; /* fall through */
  case 2: h ^= (uint32_t)p[1] << 8;  /* fall through */
  case 1: h = (h ^ p[0]) * m;
  }
  h ^= h >> 13;
  h *= m;
  return h ^ h >> 15;
}

int main(int count, char **args) {
  struct {
    char prefix[8];
    uint32_t magic, header_size, properties_off, properties_len, subsystem, devtype, tags_high, tags_low;
    char properties[1024];
  } message = {.prefix = "libudev"};
  if (count != 3) return 2;
  int length = snprintf(message.properties, sizeof message.properties,
                        "ACTION=%s%cDEVPATH=%s%cSUBSYSTEM=usb%cDEVTYPE=usb_interface%cSEQNUM=1%cUSEC_INITIALIZED=1%c", args[1], 0,
                        args[2], 0, 0, 0, 0, 0);
  size_t header = sizeof message - sizeof message.properties;
  message.magic = htonl(0xfeedcafe);
  message.header_size = message.properties_off = (uint32_t)header;
  message.properties_len = (uint32_t)length;
  message.subsystem = htonl(hash("usb"));
  message.devtype = htonl(hash("usb_interface"));
  struct sockaddr_nl to = {.nl_family = AF_NETLINK, .nl_groups = 2};
  int file = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_KOBJECT_UEVENT);
  if (file < 0 || sendto(file, &message, header + (size_t)length, 0, (struct sockaddr *)&to, sizeof to) < 0) {
    perror("uevent");
    return 1;
  }
  return 0;
}
