package waypost.access;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import waypost.protocol.imap.MailboxRight;
import waypost.protocol.imap.MailboxRights;
import waypost.store.Right;
import waypost.store.Rights;

/** Rights between their letters in IMAP and what the store has. Rights to what somebody has put there himself IMAP cannot express (RFC 4314 §2.1). */
final class AclRights {
    private static final List<Letter> LETTERS = List.of(
            new Letter(MailboxRight.LOOKUP, Right.VISIBLE, Rights.NONE),
            new Letter(MailboxRight.READ, Right.READ, Rights.NONE),
            new Letter(MailboxRight.SEEN, Right.SEEN, Rights.NONE),
            new Letter(MailboxRight.WRITE, Right.EDIT_ANY, Rights.of(Right.EDIT_OWN)),
            new Letter(MailboxRight.INSERT, Right.CREATE, Rights.NONE),
            new Letter(MailboxRight.POST, Right.POST, Rights.NONE),
            new Letter(MailboxRight.CREATE, Right.CREATE_SUB, Rights.NONE),
            new Letter(MailboxRight.DELETE, Right.DELETE_FOLDER, Rights.NONE),
            new Letter(MailboxRight.DELETE_MESSAGES, Right.DELETE_ANY, Rights.NONE),
            new Letter(MailboxRight.EXPUNGE, Right.EXPUNGE, Rights.NONE),
            new Letter(MailboxRight.ADMINISTER, Right.OWNER, Rights.NONE));

    private AclRights() {}

    /** @param implied what goes with the right and is not shown without it */
    private record Letter(MailboxRight letter, Right shown, Rights implied) {
        Rights all() {
            return implied.with(Rights.of(shown));
        }
    }

    static MailboxRights shown(Rights rights) {
        return new MailboxRights(LETTERS.stream()
                .filter(each -> rights.has(each.shown()))
                .map(Letter::letter)
                .collect(Collectors.toSet()));
    }

    /** Those with which there is something in the mailbox that he may do: to his own messages, if not to all. */
    static MailboxRights usable(Rights rights) {
        Set<MailboxRight> usable = EnumSet.noneOf(MailboxRight.class);
        usable.addAll(shown(rights).set());
        if (rights.has(Right.EDIT_OWN)) {
            usable.add(MailboxRight.WRITE);
        }
        if (rights.has(Right.DELETE_OWN)) {
            usable.add(MailboxRight.DELETE_MESSAGES);
            usable.add(MailboxRight.EXPUNGE);
        }
        return new MailboxRights(usable);
    }

    /**
     * With these letters: what IMAP does not show stays as it is, unless it goes with a letter that comes or goes. The right to remove his own messages goes
     * with the two that it takes to remove all.
     */
    static Rights with(Rights before, MailboxRights wanted) {
        Rights after = before;
        for (Letter each : LETTERS) {
            boolean had = before.has(each.shown());
            if (wanted.has(each.letter()) != had) {
                after = had ? after.without(each.all()) : after.with(each.all());
            }
        }
        boolean removes = removesAll(after);
        return removesAll(before) == removes
                ? after
                : removes ? after.with(Rights.of(Right.DELETE_OWN)) : after.without(Rights.of(Right.DELETE_OWN));
    }

    private static boolean removesAll(Rights rights) {
        return rights.has(Right.DELETE_ANY) && rights.has(Right.EXPUNGE);
    }
}
