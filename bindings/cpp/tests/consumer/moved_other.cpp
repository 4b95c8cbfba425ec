// Both headers in one file, and one of them in another file of the same program.

#include "tls_sig_api_v2.h"
#include "tls_signature.h"

int other() {
    std::string sig, errmsg;
    return genUserSig(140000000, "xiao\njun", "key", 60, sig, errmsg) == CHECK_ERR13 ? 0 : 1;
}
