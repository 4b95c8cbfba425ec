"""Writes all case files of this directory anew; see README.md.

The same version of the script writes the same bytes on every run: there is no clock and
no randomness in it, and ECDSA signatures are deterministic (RFC 6979).
"""

from generator import (bombs, envelope, forgeries, keys, published, rejections, rings, rooms,
                       sign, times, truncation)

MODULES = (published, rejections, forgeries, envelope, truncation, bombs, times, rooms, rings,
           keys, sign)


def main():
    files = [file for module in MODULES for file in module.write()]
    for file in files:
        print("%6d  %s" % (file.write(), file.path.relative_to(file.path.parents[1])
                           if file.path.parent.name == "verify" else file.path.name))


if __name__ == "__main__":
    main()
