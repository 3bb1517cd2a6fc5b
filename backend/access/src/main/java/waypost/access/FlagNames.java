package waypost.access;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import waypost.protocol.imap.ImapCommand.Store.Change;
import waypost.protocol.imap.MailboxRight;
import waypost.protocol.imap.MailboxRights;
import waypost.protocol.imap.Mailboxes.MailboxException;
import waypost.store.Account;
import waypost.store.FlagChange;
import waypost.store.Flags;
import waypost.store.Outcome;

/**
 * The flags of an account between their names (RFC 3501 §2.3.2) and their bits. Remembers the sets it has made: messages have few different
 * ones; until {@link #forget}. One session's thread.
 */
final class FlagNames {
    static final String RECENT = "\\Recent";

    private static final Map<String, Flags> SYSTEM = system();
    private static final int REMEMBERED = 256;

    private final Account account;
    private Map<Flags, Set<String>> names = Map.of();
    private Map<Flags, Set<String>> recentNames = Map.of();

    FlagNames(Account account) {
        this.account = account;
    }

    /** What one command asks for again and again is of no use to a session that waits. */
    void forget() {
        names = Map.of();
        recentNames = Map.of();
    }

    private static Map<String, Flags> system() {
        Map<String, Flags> system = new LinkedHashMap<>();
        system.put("\\Answered", Flags.ANSWERED);
        system.put("\\Flagged", Flags.FLAGGED);
        system.put("\\Deleted", Flags.DELETED);
        system.put("\\Seen", Flags.SEEN);
        system.put("\\Draft", Flags.DRAFT);
        return system;
    }

    Set<String> names(Flags flags) {
        if (names.isEmpty()) {
            names = new HashMap<>();
        }
        return remembered(names, flags, List.of());
    }

    Set<String> recentNames(Flags flags) {
        if (recentNames.isEmpty()) {
            recentNames = new HashMap<>();
        }
        return remembered(recentNames, flags, List.of(RECENT));
    }

    private Set<String> remembered(Map<Flags, Set<String>> sets, Flags flags, List<String> more) {
        Set<String> known = sets.get(flags);
        if (known != null) {
            return known;
        }
        Set<String> made = new LinkedHashSet<>();
        SYSTEM.forEach((name, flag) -> {
            if (flags.has(flag)) {
                made.add(name);
            }
        });
        made.addAll(keywords(flags));
        made.addAll(more);
        if (sets.size() >= REMEMBERED) {
            sets.clear();
        }
        Set<String> fixed = Collections.unmodifiableSet(made);
        sets.put(flags, fixed);
        return fixed;
    }

    /** Those of the names that are keywords. */
    Set<String> keywords(Flags flags) {
        List<String> all = account.keywords();
        Set<String> keywords = new LinkedHashSet<>();
        for (int i = 0; i < all.size(); i++) {
            if (flags.has(Flags.keyword(i))) {
                keywords.add(all.get(i));
            }
        }
        return keywords.isEmpty() ? Set.of() : keywords;
    }

    /** What STORE does. Who may not set keywords adds none to the account either; of such alone is nothing that he may change. */
    FlagChange change(Change change, List<String> flags, MailboxRights rights) throws IOException {
        Flags bits = settable(flags, rights);
        if (bits.equals(Flags.NONE) && !flags.isEmpty()) {
            throw Refusals.exception(Outcome.Reason.NO_RIGHT, "");
        }
        return switch (change) {
            case REPLACE -> new FlagChange.Replace(bits);
            case ADD -> new FlagChange.Add(bits);
            case REMOVE -> new FlagChange.Remove(bits);
        };
    }

    /** The bits for these names, without keywords that the account would have to learn from somebody who may not set them. */
    Flags settable(List<String> flags, MailboxRights rights) throws IOException {
        return rights.has(MailboxRight.WRITE) ? flags(flags) : known(flags);
    }

    private Flags known(List<String> flags) throws IOException {
        List<String> keywords = account.keywords();
        Flags bits = Flags.NONE;
        for (String flag : flags) {
            if (flag.startsWith("\\")) {
                bits = bits.with(flags(List.of(flag)));
            }
            for (int i = 0; i < keywords.size(); i++) {
                bits = keywords.get(i).equalsIgnoreCase(flag) ? bits.with(Flags.keyword(i)) : bits;
            }
        }
        return bits;
    }

    /** The bits for these names; the account learns keywords that are new to it. */
    Flags flags(List<String> flags) throws IOException {
        Flags bits = Flags.NONE;
        List<String> keywords = new ArrayList<>();
        for (String flag : flags) {
            Flags system = SYSTEM.get(flag);
            if (system != null) {
                bits = bits.with(system);
            } else if (flag.startsWith("\\")) {
                throw new MailboxException("CANNOT", "Not a flag for messages");
            } else {
                keywords.add(flag);
            }
        }
        return keywords.isEmpty() ? bits : bits.with(Refusals.done(account.keywords(keywords), ""));
    }
}
