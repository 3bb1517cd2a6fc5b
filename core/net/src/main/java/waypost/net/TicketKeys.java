package waypost.net;

import io.netty.handler.ssl.OpenSslSessionTicketKey;
import java.security.SecureRandom;

/** Keys under which session tickets are sealed (RFC 5077 §4): random, of this process only. */
final class TicketKeys {
    private TicketKeys() {}

    static OpenSslSessionTicketKey fresh() {
        SecureRandom random = new SecureRandom();
        byte[] name = new byte[OpenSslSessionTicketKey.NAME_SIZE];
        byte[] hmac = new byte[OpenSslSessionTicketKey.HMAC_KEY_SIZE];
        byte[] aes = new byte[OpenSslSessionTicketKey.AES_KEY_SIZE];
        random.nextBytes(name);
        random.nextBytes(hmac);
        random.nextBytes(aes);
        return new OpenSslSessionTicketKey(name, hmac, aes);
    }
}
