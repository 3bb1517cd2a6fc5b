package waypost.mapping;

import com.github.benmanes.caffeine.cache.Ticker;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import waypost.directory.Alarms;
import waypost.directory.PasswordCheck;
import waypost.identity.AddressRules;

/** Tries files of users as a map takes them, without using them; what is wrong is said in the same words. */
public final class UserMapFiles {
    private UserMapFiles() {}

    /**
     * Reads the file of a map, and forgets it.
     *
     * @param routes what a line may name as the host of a mailbox
     * @throws IOException if it cannot be read
     * @throws IllegalArgumentException if it says what cannot be meant; each line of the message is about a line of the file
     */
    public static void read(UserMapSettings.File map, AddressRules rules, Routes routes) throws IOException {
        Ticker ticker = Ticker.systemTicker();
        try (var passwords = new PasswordCheck(1)) {
            var verifiers = new Verifiers(new SecureRandom());
            var tools = new Tools(InstantSource.system(), ticker, new Alarms(ticker), passwords, verifiers);
            var unused = new FileMap(map, rules, routes, AccountClasses.NONE, tools);
        }
    }
}
