package waypost.protocol.imap;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Rights to a mailbox (RFC 4314 §2). Immutable. */
public record MailboxRights(Set<MailboxRight> set) {
    public static final MailboxRights NONE = new MailboxRights(Set.of());
    public static final MailboxRights ALL = new MailboxRights(EnumSet.allOf(MailboxRight.class));

    /** RFC 4314 §2.1.1: of the two readings of RFC 2086 that have been in use, the one in which "c" controls DELETE. */
    private static final List<Obsolete> OBSOLETE = List.of(
            new Obsolete('c', EnumSet.of(MailboxRight.CREATE, MailboxRight.DELETE)),
            new Obsolete('d', EnumSet.of(MailboxRight.DELETE_MESSAGES, MailboxRight.EXPUNGE)));

    /** A right of RFC 2086 that stands for several. */
    private record Obsolete(char letter, Set<MailboxRight> members) {}

    public MailboxRights {
        set = Set.copyOf(set);
    }

    public static MailboxRights of(MailboxRight... rights) {
        return new MailboxRights(Set.of(rights));
    }

    public boolean has(MailboxRight right) {
        return set.contains(right);
    }

    public boolean hasAny(MailboxRight... rights) {
        return Stream.of(rights).anyMatch(set::contains);
    }

    public MailboxRights with(MailboxRights others) {
        return new MailboxRights(
                Stream.concat(set.stream(), others.set.stream()).collect(Collectors.toSet()));
    }

    public MailboxRights without(MailboxRights others) {
        Set<MailboxRight> rest = EnumSet.noneOf(MailboxRight.class);
        rest.addAll(set);
        rest.removeAll(others.set);
        return new MailboxRights(rest);
    }

    /** What a letter stands for; empty for one that is none. */
    static Optional<Set<MailboxRight>> of(char letter) {
        return Stream.concat(
                        Stream.of(MailboxRight.values()).map(right -> new Obsolete(right.letter(), EnumSet.of(right))),
                        OBSOLETE.stream())
                .filter(known -> known.letter() == letter)
                .map(Obsolete::members)
                .findFirst();
    }

    /** As it stands in answers: with the obsolete rights of which a member is there (RFC 4314 §2.1.1). */
    String text() {
        StringBuilder text = new StringBuilder();
        for (MailboxRight right : MailboxRight.values()) {
            if (right == MailboxRight.ADMINISTER) { // where RFC 8440 §4 has it
                OBSOLETE.stream()
                        .filter(old -> old.members().stream().anyMatch(set::contains))
                        .forEach(old -> text.append(old.letter()));
            }
            if (set.contains(right)) {
                text.append(right.letter());
            }
        }
        return text.toString();
    }
}
