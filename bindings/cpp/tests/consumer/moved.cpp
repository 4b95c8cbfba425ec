// The example of the published package's own README: only where the header comes from differs.

#include "tls_sig_api_v2.h"
#include <string>
#include <iostream>

int other();

int main() {
    std::string key = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";

    std::string sig;
    std::string errmsg;
    int ret = genUserSig(140000000, "xiaojun", key, 180*86400, sig, errmsg);
    if (0 != ret) {
        std::cout << "genUserSig failed " << ret << " " << errmsg << std::endl;
    } else {
        std::cout << "genUserSig " << sig << std::endl;
    }
    return ret + other();
}
