package waypost.mapping;

import java.util.List;
import java.util.function.Function;
import waypost.identity.AccountName;
import waypost.identity.Address;

/** User maps as one who compares configurations asks them: no answer on a user is remembered, no password is sent. Blocks; safe for any number of threads. */
public final class Prospects {
    private final Function<String, Address> spelling;
    private final List<UserMap> maps;

    Prospects(Function<String, Address> spelling, List<UserMap> maps) {
        this.spelling = spelling;
        this.maps = maps;
    }

    /** What the maps would say of any spelling of an address. */
    public Prospect of(String address, Prospect.Use use) {
        return switch (spelling.apply(address)) {
            case Address.Refused(Address.Fault fault) -> new Prospect.Unspeakable(fault);
            case Address.Parsed(AccountName name, var _, var _) -> {
                Prospect own = chain(name, use);
                yield own instanceof Prospect.Unknown ? nobody(name, use) : own;
            }
        };
    }

    private Prospect nobody(AccountName name, Prospect.Use use) {
        return switch (use) {
            case MAIL -> chain(AccountName.rest(name.domain()), use);
            case LOGIN ->
                maps.stream()
                        .flatMap(map -> map.failOver(name).stream())
                        .findFirst()
                        .map(account -> new Finding.Found(account).prospect(UserMapSettings.Proof.NODE))
                        .orElseGet(Prospect.Unknown::new);
        };
    }

    /** The maps of the domain in their order, as for mail and log-ins: the first that does not say no ends it. */
    private Prospect chain(AccountName name, Prospect.Use use) {
        for (UserMap map : maps) {
            Prospect prospect = switch (MapChain.coverage(map, name)) {
                case YES -> map.prospect(name, use);
                case NO -> new Prospect.Unknown();
                case UNAVAILABLE ->
                    new Prospect.Unsaid("user map " + map.name() + " cannot say whether it has " + name.domain());
            };
            if (!(prospect instanceof Prospect.Unknown)) {
                return prospect;
            }
        }
        return new Prospect.Unknown();
    }
}
