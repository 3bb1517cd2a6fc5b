package waypost.mapping;

import java.time.Duration;
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
 * @param answer what the maps say now of the account
 * @param whose and of its mail
 */
public record Explanation(
        Address address, List<Tried> tried, Optional<Duration> cacheAge, Answer answer, Addressees whose) {
    /** Where mail for the address is the account's alone. */
    public Explanation(Address address, List<Tried> tried, Optional<Duration> cacheAge, Answer answer) {
        this(address, tried, cacheAge, answer, new Addressees.One(answer));
    }

    public Explanation {
        tried = List.copyOf(tried);
    }

    /**
     * One map that was asked.
     *
     * @param filter as sent, or the file
     * @param servers that it may be sent to, and how each was found
     * @param dn of the entry found, empty if none
     * @param attributes of the entry; passwords are not among them
     * @param finding the map's answer in words
     * @param allowed what an account may use and have, and who says so, in words
     */
    public record Tried(
            String map,
            String filter,
            List<String> servers,
            String dn,
            Map<String, List<String>> attributes,
            String finding,
            Map<String, String> allowed) {
        public Tried {
            allowed = Collections.unmodifiableMap(new LinkedHashMap<>(allowed));
            servers = List.copyOf(servers);
            attributes = Map.copyOf(attributes);
        }
    }
}
