/* The older C interface: legacy tickets (ECDSA), with the names, parameters and codes of
 * the published sigcheck.h. New programs take usersig.h.
 *
 * Each function returns 0, one of the codes of tls_signature.h from 1 to 17, or -1 when
 * sig_buff_len is too small for the ticket and its NUL; then sig holds the empty text.
 * err_msg gets what is wrong and what to do next, ends with a NUL, and is cut short where
 * err_msg_buff_len ends; it may be NULL with the length 0.
 *
 * Texts without a length end with a NUL. Keys are PEM texts, not names of files; their
 * length may count a NUL at the end.
 */
#ifndef SIGCHECK_H
#define SIGCHECK_H

#ifdef __cplusplus
extern "C" {
#define TLS_OUT(type) type &
#else
#define TLS_OUT(type) type *
#endif

/* Signs a ticket of 180 days. */
int tls_gen_sig_ex(unsigned int sdkappid,
                   const char *identifier,
                   char *sig,
                   unsigned int sig_buff_len,
                   const char *pri_key,
                   unsigned int pri_key_len,
                   char *err_msg,
                   unsigned int err_msg_buff_len);

/* Signs a ticket that is valid for expire seconds. */
int tls_gen_sig_ex_with_expire(unsigned int sdkappid,
                               const char *identifier,
                               unsigned int expire,
                               char *sig,
                               unsigned int sig_buff_len,
                               const char *pri_key,
                               unsigned int pri_key_len,
                               char *err_msg,
                               unsigned int err_msg_buff_len);

/* Verifies a ticket without a UserBuf. pub_key is the public key of a legacy ticket, or the
 * secret key of a current one. expire_time becomes the validity, init_time the time of
 * signing, both in seconds; a number of more than 32 bits becomes the largest. */
int tls_vri_sig_ex(const char *sig,
                   const char *pub_key,
                   unsigned int pub_key_len,
                   unsigned int sdkappid,
                   const char *identifier,
                   TLS_OUT(unsigned int) expire_time,
                   TLS_OUT(unsigned int) init_time,
                   char *err_msg,
                   unsigned int err_msg_buff_len);

/* Signs as tls_gen_sig_ex_with_expire a ticket with an account type and a third-party id.
 * appid3rd is a text of decimal digits, and "" counts as "0": others are refused with 11. */
int tls_gen_sig(unsigned int expire,
                const char *appid3rd,
                unsigned int sdkappid,
                const char *identifier,
                unsigned int acctype,
                char *sig,
                unsigned int sig_buff_len,
                const char *pri_key,
                unsigned int pri_key_len,
                char *err_msg,
                unsigned int err_msg_buff_len);

/* Verifies as tls_vri_sig_ex. acctype and appid3rd are not compared, as they never were. */
int tls_vri_sig(const char *sig,
                const char *pub_key,
                unsigned int pub_key_len,
                unsigned int acctype,
                const char *appid3rd,
                unsigned int sdkappid,
                const char *identifier,
                char *err_msg,
                unsigned int err_msg_buff_len);

#undef TLS_OUT

#ifdef __cplusplus
}
#endif

#endif
