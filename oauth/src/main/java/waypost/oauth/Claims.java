package waypost.oauth;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.text.ParseException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The members of a JSON object that says something of a token, each read as what it must be: of another type it is as if missing. */
record Claims(Map<String, Object> members) {
    /** The last second of the year 9999: what is beyond is no date. */
    private static final long LAST_SECOND = 253_402_300_799L;

    /** Empty if it is no JSON object, or one with two members of a name. The library also takes a list of pairs for an object. */
    static Optional<Claims> parse(String json) {
        if (!json.stripLeading().startsWith("{")) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(JSONObjectUtils.parse(json)).map(Claims::new);
        } catch (ParseException malformed) {
            return Optional.empty();
        }
    }

    /** The same, and others for those that are not there. */
    Claims orElse(Map<String, Object> others) {
        Map<String, Object> all = new HashMap<>(others);
        all.putAll(members);
        return new Claims(all);
    }

    boolean has(String name) {
        return members.get(name) != null;
    }

    Optional<Object> any(String name) {
        return Optional.ofNullable(members.get(name));
    }

    Optional<String> text(String name) {
        return members.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /** RFC 7519 §4.1.3: one string, or a list of nothing but strings. */
    Set<String> oneOrMore(String name) {
        return switch (members.get(name)) {
            case String one -> Set.of(one);
            case List<?> list when list.stream().allMatch(String.class::isInstance) -> texts(list);
            case null, default -> Set.of();
        };
    }

    private static Set<String> texts(Collection<?> list) {
        Set<String> texts = new LinkedHashSet<>();
        list.forEach(each -> texts.add(String.valueOf(each)));
        return texts;
    }

    /** RFC 7519 §2: NumericDate, seconds, with a fraction or without. */
    Optional<Instant> time(String name) {
        return members.get(name) instanceof Number number
                        && number.doubleValue() >= 0
                        && number.doubleValue() <= LAST_SECOND
                ? Optional.of(Instant.ofEpochSecond(number.longValue()))
                : Optional.empty();
    }

    /** Words of {@code scope} (RFC 9068 §2.2.3, RFC 7662 §2.2) and of {@code scp}, where some issuers have them. */
    Set<String> scopes() {
        Set<String> scopes = new LinkedHashSet<>();
        Stream.of("scope", "scp")
                .flatMap(name -> oneOrMore(name).stream())
                .flatMap(words -> Stream.of(words.split(" ")))
                .filter(word -> !word.isEmpty())
                .forEach(scopes::add);
        return scopes;
    }
}
