package waypost.mapping;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import waypost.identity.Address;

/**
 * How an answer came about, for the operator.
 *
 * @param cacheAge age of what the cache holds for the name; the maps are asked all the same
 * @param said what the maps say now
 * @param given what is answered now, be it from memory
 * @param from where that is from
 */
public record Explanation(
        Address address, List<Tried> tried, Optional<Duration> cacheAge, Whose said, Whose given, Origin from) {
    /** Where memory has no part, and mail for the address is the account's alone. */
    public Explanation(Address address, List<Tried> tried, Optional<Duration> cacheAge, Answer.Settled answer) {
        this(address, tried, cacheAge, Whose.of(answer), Whose.of(answer), new Origin.Maps());
    }

    /** What the maps say now of the account. */
    public Answer.Settled answer() {
        return said.account();
    }

    /**
     * Whose an address is.
     *
     * @param account aliases followed
     * @param mail forwards, too
     */
    public record Whose(Answer.Settled account, Addressees mail) {
        static Whose of(Answer.Settled answer) {
            return new Whose(answer, new Addressees.One(answer));
        }

        /** Whether the account's mail is its own, and nobody else's. */
        public boolean isPlain() {
            return mail.equals(new Addressees.One(account));
        }
    }

    /** Where an answer is from. */
    public sealed interface Origin {
        /** The maps were asked. */
        record Maps() implements Origin {}

        /** @param degraded past its lifetime, as the maps cannot say */
        record Memory(Duration age, boolean degraded) implements Origin {}

        /** The copy of a directory, as the maps cannot say. */
        record Copy(Instant asOf) implements Origin {}
    }

    public Explanation {
        tried = List.copyOf(tried);
    }

    /**
     * One map that was asked.
     *
     * @param filter as sent, or the file
     * @param servers that it may be sent to, and how each was found
     * @param dn of the entry found, or of each where there are several; empty if none
     * @param attributes of the entry; passwords are not among them
     * @param state of the account and why, in words; empty if there is none
     * @param finding the map's answer in words
     * @param allowed what an account may use and have, and who says so, in words
     */
    public record Tried(
            String map,
            String filter,
            List<String> servers,
            String dn,
            Map<String, List<String>> attributes,
            Optional<String> state,
            String finding,
            Map<String, String> allowed) {
        public Tried {
            allowed = Collections.unmodifiableMap(new LinkedHashMap<>(allowed));
            servers = List.copyOf(servers);
            attributes = Map.copyOf(attributes);
        }
    }
}
