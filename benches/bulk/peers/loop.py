"""Signs every user of a CSV with Tencent's Python package, on all cores: what people write."""

import csv
import os
import sys
from multiprocessing import Pool

from TLSSigAPIv2 import TLSSigAPIv2

KEY = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e"
API = TLSSigAPIv2(1400000000, KEY)


def sign(userid):
    return userid, API.gen_sig(userid, 15552000)


def main():
    source, target = sys.argv[1:]
    with open(source, newline="") as users, open(target, "w", newline="") as tickets, Pool(os.cpu_count()) as pool:
        writer = csv.writer(tickets)
        writer.writerow(["userid", "usersig"])
        names = (row["userid"] for row in csv.DictReader(users))
        writer.writerows(pool.imap(sign, names, chunksize=1000))


if __name__ == "__main__":
    main()
