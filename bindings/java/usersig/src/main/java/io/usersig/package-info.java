/**
 * UserSig: the ticket with which an app's user logs in to Tencent's real-time services.
 *
 * <p>{@link io.usersig.Application} signs and verifies tickets; {@link io.usersig.UserSig} shows what a ticket claims and
 * explains why one is rejected. The packages {@code com.tencentyun} and {@code com.tls.tls_sigature} of this jar carry
 * the names of the published packages.
 */
package io.usersig;
