package com.tls.tls_sigature;

import io.usersig.Application;
import io.usersig.Faces;
import io.usersig.FaultKind;
import io.usersig.UserSigException;
import io.usersig.Verified;
import java.util.zip.DataFormatException;

/**
 * Signs and verifies tickets of the legacy algorithm, with the names of the Maven package {@code tls-sig-api}.
 *
 * <p>Nothing is thrown but what the published class declares: the results carry what is wrong. May be used by many
 * threads at a time.
 */
public class tls_sigature {
    private static final long DEFAULT_EXPIRE = 24 * 3600 * 180;

    /** What signing answers. */
    public static class GenTLSSignatureResult {
        /** What is wrong; empty if nothing is. */
        public String errMessage;
        /** The ticket; empty if there is none. */
        public String urlSig;
        /** Not set. */
        public int expireTime;
        /** Not set. */
        public int initTime;

        public GenTLSSignatureResult() {
            errMessage = "";
            urlSig = "";
        }
    }

    /** What verifying answers. */
    public static class CheckTLSSignatureResult {
        /** Why the ticket is turned away; empty if it is valid. */
        public String errMessage;
        /** Whether the ticket is valid. */
        public boolean verifyResult;
        /** Validity of a valid ticket in seconds; the largest {@code int} for a longer one. */
        public int expireTime;
        /** Time of signing of a valid ticket, Unix seconds; the largest {@code int} for a later one. */
        public int initTime;

        public CheckTLSSignatureResult() {
            errMessage = "";
            verifyResult = false;
        }
    }

    /**
     * A ticket, with two values that are 0 in nearly every ticket.
     *
     * @param expire validity in seconds, from now on
     * @param appid3rd the third-party id: decimal digits, usually 0 or the SDKAppID; empty for 0
     * @param accountType the account type, usually 0
     */
    @Deprecated
    public static GenTLSSignatureResult GenTLSSignature(long expire, String appid3rd, long sdkappid, String identifier,
            long accountType, String priKeyContent) {
        GenTLSSignatureResult result = new GenTLSSignatureResult();
        try {
            Application application = Faces.legacy(sdkappid, priKeyContent, Long.toString(accountType), appid3rd);
            result.urlSig = application.sign(identifier, expire);
        } catch (UserSigException e) {
            result.errMessage = e.getMessage();
        }
        return result;
    }

    /**
     * Verifies a ticket, and compares two values that it carries.
     *
     * @param appid3rd the third-party id of the ticket, usually 0
     * @param accountType the account type of the ticket, usually 0
     */
    @Deprecated
    public static CheckTLSSignatureResult CheckTLSSignature(String sig, String appid3rd, long sdkappid,
            String identifier, long accountType, String pubKeyContent) {
        CheckTLSSignatureResult result = new CheckTLSSignatureResult();
        try {
            Application application = Faces.legacy(sdkappid, null, pubKeyContent);
            Verified verified = application.verify(sig, identifier);
            Faces.compareAccount(sig, Long.toString(accountType), appid3rd);
            accept(result, verified);
        } catch (UserSigException e) {
            result.errMessage = e.getMessage();
        }
        return result;
    }

    /** A ticket that is valid for 180 days from now on. */
    public static GenTLSSignatureResult GenTLSSignatureEx(long skdAppid, String identifier, String priKeyContent) {
        return sign(skdAppid, identifier, DEFAULT_EXPIRE, priKeyContent);
    }

    /**
     * A ticket.
     *
     * @param expire validity in seconds, from now on
     */
    public static GenTLSSignatureResult GenTLSSignatureEx(long skdAppid, String identifier, String priKeyContent,
            long expire) {
        return sign(skdAppid, identifier, expire, priKeyContent);
    }

    /**
     * Verifies a ticket.
     *
     * @param publicKey the public key in PEM, or the private one
     * @throws DataFormatException when the ticket cannot be decoded
     */
    public static CheckTLSSignatureResult CheckTLSSignatureEx(String sig, long sdkappid, String identifier,
            String publicKey) throws DataFormatException {
        CheckTLSSignatureResult result = new CheckTLSSignatureResult();
        try {
            accept(result, Faces.legacy(sdkappid, null, publicKey).verify(sig, identifier));
        } catch (UserSigException e) {
            if (e.getKind() == FaultKind.UNDECODABLE) {
                throw new DataFormatException(e.getMessage());
            }
            result.errMessage = e.getMessage();
        }
        return result;
    }

    /** A ticket that is valid for 180 days from now on. */
    public static GenTLSSignatureResult genSig(long sdkappid, String identifier, String priKey) {
        return sign(sdkappid, identifier, DEFAULT_EXPIRE, priKey);
    }

    /**
     * A ticket.
     *
     * @param expire validity in seconds, from now on
     */
    public static GenTLSSignatureResult genSig(long sdkappid, String identifier, int expire, String priKey) {
        return sign(sdkappid, identifier, expire, priKey);
    }

    private static GenTLSSignatureResult sign(long sdkappid, String identifier, long expire, String priKey) {
        GenTLSSignatureResult result = new GenTLSSignatureResult();
        try {
            result.urlSig = Faces.legacy(sdkappid, priKey, null).sign(identifier, expire);
        } catch (UserSigException e) {
            result.errMessage = e.getMessage();
        }
        return result;
    }

    private static void accept(CheckTLSSignatureResult result, Verified verified) {
        result.verifyResult = true;
        result.expireTime = (int) Math.min(Integer.MAX_VALUE, verified.getExpire());
        result.initTime = (int) Math.min(Integer.MAX_VALUE, verified.getTime());
    }
}
