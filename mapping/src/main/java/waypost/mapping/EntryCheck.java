package waypost.mapping;

import com.unboundid.ldap.sdk.Entry;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import waypost.identity.AccountName;
import waypost.identity.Address;
import waypost.mapping.UserMapSettings.CatchAll;

/**
 * All that is wrong with one entry, where {@link EntryReader} stops at the first fault.
 *
 * @param places where the map's filter finds addresses
 * @param covered whether a domain is the map's
 */
record EntryCheck(EntryReader reader, List<AddressPlace> places, CatchAll catchAll, Predicate<String> covered) {
    /** The canonical addresses under which an entry is found, and {@code @domain} if it stands for the rest of a domain. */
    Set<String> found(Entry entry) {
        Set<String> found = new HashSet<>();
        names(entry)
                .forEach(written -> canonical(written)
                        .filter(canonical -> findable(written, canonical))
                        .ifPresent(found::add));
        return found;
    }

    /** Whether it has neither an address nor a host, as accounts of machines and services, and many groups: nothing of mail. */
    boolean noUser(Entry entry) {
        return names(entry).findAny().isEmpty()
                && !entry.hasAttribute(reader.names().host());
    }

    List<Flaw> flaws(Entry entry) {
        List<Flaw> flaws = new ArrayList<>();
        AttributeNames names = reader.names();
        if (reader.directoryId(entry).isEmpty()) {
            flaws.add(flaw(Flaw.Kind.ID, entry, reader.noId(entry)));
        }
        if (!reader.isAccount(entry)) {
            others(entry, flaws);
            return flaws;
        }
        if (reader.primary(entry).isEmpty()) {
            flaws.add(flaw(Flaw.Kind.ADDRESS, entry, "no address in " + names.address()));
        }
        if (reader.forward(entry).isEmpty()) {
            flaws.add(flaw(
                    Flaw.Kind.TARGET,
                    entry,
                    "cannot be meant: " + names.forwards().forward() + " or "
                            + names.forwards().copy()));
        }
        reader.contradictions(entry).forEach(what -> flaws.add(flaw(Flaw.Kind.SEVERAL_VALUES, entry, what)));
        host(entry).ifPresent(what -> flaws.add(flaw(Flaw.Kind.HOST, entry, what)));
        addresses(entry, flaws);
        words(entry, flaws);
        return flaws;
    }

    /** Of what is written by words and numbers of ours. */
    private void words(Entry entry, List<Flaw> flaws) {
        AttributeNames names = reader.names();
        boolean oneState = Single.ofState(names).stream().noneMatch(single -> single.contradicts(entry));
        if (oneState && reader.state(entry).isEmpty()) {
            flaws.add(flaw(Flaw.Kind.STATE, entry, "unknown " + names.state() + said(entry, names.state())));
        }
        values(entry, names.service())
                .filter(word -> Service.parse(word).isEmpty())
                .forEach(word -> flaws.add(flaw(Flaw.Kind.SERVICE, entry, "unknown " + names.service() + ": " + word)));
        reader.named(entry)
                .filter(name -> !reader.classes().has(name))
                .ifPresent(name ->
                        flaws.add(flaw(Flaw.Kind.CLASS, entry, "unknown " + names.accountClass() + ": " + name)));
        Stream.of(names.epoch(), names.quota())
                .filter(name -> entry.hasAttribute(name)
                        && EntryReader.number(entry, name).isEmpty())
                .forEach(name -> flaws.add(flaw(Flaw.Kind.NUMBER, entry, "no number in " + name + said(entry, name))));
    }

    /** Of a group or an alias: whether the addresses can be read that it has, and that it leads to. */
    private void others(Entry entry, List<Flaw> flaws) {
        addresses(entry, flaws);
        if (!reader.names().groups().isGroup(entry) && reader.leads(entry).isEmpty()) {
            flaws.add(flaw(Flaw.Kind.TARGET, entry, reader.noTarget(entry)));
        }
    }

    private void addresses(Entry entry, List<Flaw> flaws) {
        boolean any = false;
        boolean inDomain = false;
        for (String written : names(entry).distinct().toList()) {
            Optional<String> canonical = canonical(written);
            if (canonical.isEmpty()) {
                flaws.add(flaw(Flaw.Kind.SPELLING, entry, "not an address: " + written));
                continue;
            }
            any = true;
            inDomain |= covered.test(canonical.get().substring(canonical.get().lastIndexOf('@') + 1));
            if (!findable(written, canonical.get()) && !found(entry).contains(canonical.get())) {
                flaws.add(flaw(
                        Flaw.Kind.NEVER_FOUND, entry, written + " is never asked for, but " + canonical.get() + " is"));
            }
        }
        if (any && !inDomain) {
            flaws.add(flaw(
                    Flaw.Kind.DOMAIN,
                    entry,
                    "no address in a domain of the map: "
                            + String.join(", ", names(entry).distinct().toList())));
        }
    }

    private Optional<String> host(Entry entry) {
        String attribute = reader.names().host();
        String host = entry.getAttributeValue(attribute);
        if (host == null) {
            return Optional.of("no " + attribute);
        }
        boolean known = reader.routes()
                .read(host, EntryReader.number(entry, reader.names().epoch()))
                .isPresent();
        return known ? Optional.empty() : Optional.of(attribute + " names no node or volume: " + host);
    }

    private Stream<String> names(Entry entry) {
        return places.stream()
                .flatMap(place -> place.names(entry))
                .filter(name -> !name.startsWith("@") || catchAll == CatchAll.ON);
    }

    private Optional<String> canonical(String written) {
        if (written.startsWith("@")) {
            return reader.rules().domain(written.substring(1)).map(domain -> "@" + domain);
        }
        return reader.rules().parse(written) instanceof Address.Parsed(AccountName name, var _, var _)
                ? Optional.of(name.toString())
                : Optional.empty();
    }

    /** Whether a directory takes the two for equal: by caseIgnoreMatch, as RFC 4518 §2 prepares strings. */
    static boolean findable(String written, String canonical) {
        return prepared(written).equalsIgnoreCase(prepared(canonical));
    }

    private static String prepared(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC);
    }

    private static Stream<String> values(Entry entry, String attribute) {
        String[] values = entry.getAttributeValues(attribute);
        return values == null ? Stream.empty() : Stream.of(values);
    }

    private static String said(Entry entry, String attribute) {
        String value = entry.getAttributeValue(attribute);
        return value == null ? "" : ": " + value;
    }

    private static Flaw flaw(Flaw.Kind kind, Entry entry, String what) {
        return new Flaw(kind, entry.getDN(), what);
    }
}
