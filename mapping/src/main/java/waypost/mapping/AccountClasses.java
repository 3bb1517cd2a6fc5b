package waypost.mapping;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waypost.identity.AccountLimits;
import waypost.identity.LogText;

/**
 * The classes of accounts. What an account may use and have is what its own entry says, else what its class does, else what the class {@value #DEFAULT}
 * does; where all are silent it may use all services, and have what its node lets it. Any thread.
 */
public final class AccountClasses {
    public static final String DEFAULT = "default";
    public static final AccountClasses NONE = new AccountClasses(List.of());

    private static final Logger LOG = LoggerFactory.getLogger(AccountClasses.class);
    private static final int TOLD = 1000;
    private static final Map<String, Function<AccountClass, String>> THINGS = things();

    private final Map<String, AccountClass> written = new TreeMap<>();
    private final Map<String, AccountClass> whole = new HashMap<>();
    private final AccountClass standard;
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    /** @param classes whose names differ, by more than case */
    public AccountClasses(List<AccountClass> classes) {
        classes.forEach(one -> written.put(folded(one.name()), one));
        AccountClass all = new AccountClass(DEFAULT, Account.ALL_SERVICES, AccountLimits.NONE);
        standard = written.getOrDefault(DEFAULT, all).or(all);
        written.forEach((name, one) -> whole.put(name, one.or(standard)));
    }

    /**
     * What an entry says of its account.
     *
     * @param services empty: it is silent on them
     */
    record Own(Optional<String> accountClass, Set<Service> services, OptionalLong storage) {
        private AccountClass values() {
            AccountLimits limits =
                    storage.isPresent() ? AccountLimits.NONE.withStorage(storage.getAsLong()) : AccountLimits.NONE;
            return new AccountClass("", services, limits);
        }
    }

    /** Whether an entry may name it. */
    boolean has(String name) {
        return whole.containsKey(folded(name)) || folded(name).equals(DEFAULT);
    }

    /** What an account may use and have. */
    AccountClass of(Own own) {
        AccountClass named =
                own.accountClass().map(name -> whole.get(folded(name))).orElse(standard);
        return own.services().isEmpty() && own.storage().isEmpty()
                ? named // the same for all its accounts
                : own.values().or(named);
    }

    /** The same; a class that there is not is logged, once for each name. */
    AccountClass of(Own own, String entry) {
        own.accountClass()
                .filter(name -> !has(name) && told.size() < TOLD && told.add(folded(name)))
                .ifPresent(name -> LOG.warn(
                        "event=unknown-class class=\"{}\" entry=\"{}\" why=\"the class {} holds for it\"",
                        LogText.of(name),
                        LogText.of(entry),
                        DEFAULT));
        return of(own);
    }

    /** Each thing that an account may use or have, and who says so, for the operator. */
    Map<String, String> explain(Own own) {
        Map<String, String> lines = new LinkedHashMap<>();
        own.accountClass()
                .ifPresent(name ->
                        lines.put("class", has(name) ? name : name + ", which there is not: " + DEFAULT + " holds"));
        AccountClass values = own.values();
        AccountClass all = of(own);
        THINGS.forEach((thing, text) -> {
            String holds = text.apply(all);
            if (!holds.isEmpty()) {
                Stream<AccountClass> said = Stream.concat(Stream.of(values), classes(own))
                        .filter(one -> !text.apply(one).isEmpty());
                lines.put(
                        thing, holds + said.findFirst().map(AccountClasses::by).orElse(""));
            }
        });
        return lines;
    }

    private Stream<AccountClass> classes(Own own) {
        return Stream.concat(own.accountClass().stream(), Stream.of(DEFAULT))
                .flatMap(name -> Stream.ofNullable(written.get(folded(name))));
    }

    private static String by(AccountClass one) {
        return one.name().isEmpty() ? ", by the entry" : ", by class " + one.name();
    }

    private static Map<String, Function<AccountClass, String>> things() {
        Map<String, Function<AccountClass, String>> things = new LinkedHashMap<>();
        things.put(
                "services",
                one -> one.services().stream().map(Service::word).sorted().collect(Collectors.joining(" ")));
        things.put("quota", one -> limit(one.limits().storage(), " octets"));
        things.put("messages", one -> limit(one.limits().messages(), ""));
        things.put("a folder", one -> limit(one.limits().folderMessages(), " messages"));
        things.put("sessions", one -> limit(one.limits().sessions(), ""));
        return things;
    }

    private static String limit(OptionalLong limit, String unit) {
        if (limit.isEmpty()) {
            return "";
        }
        return limit.getAsLong() == AccountLimits.UNLIMITED ? "unlimited" : limit.getAsLong() + unit;
    }

    private static String folded(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** The same for the same classes. */
    @Override
    public String toString() {
        return written.values().toString();
    }
}
