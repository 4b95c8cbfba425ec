package io.usersig;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;

/** A pair of keys of the legacy algorithm, made by the standard library. */
final class PemPair {
    final String privateKey;
    final String publicKey;

    private PemPair(KeyPair pair) {
        privateKey = pem("PRIVATE KEY", pair.getPrivate().getEncoded());
        publicKey = pem("PUBLIC KEY", pair.getPublic().getEncoded());
    }

    static PemPair make() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return new PemPair(generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String pem(String label, byte[] der) {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + lines + "\n-----END " + label + "-----\n";
    }
}
