package waypost.mapping;

import java.util.List;
import waypost.directory.Names;

/**
 * Which attributes of an entry name others.
 *
 * @param targets of an entry without a mailbox: whose mail it is, in the first of these that it has
 * @param forward of an account: where its mail goes
 * @param copy of an account: {@code TRUE} where it keeps what it forwards
 */
public record ForwardNames(List<String> targets, String forward, String copy) {
    /** What is usual in mail routing by LDAP, at Postfix, in Netscape's mail groups and in {@code nisMailAlias}; and our own. */
    public static final ForwardNames STANDARD = new ForwardNames(
            List.of("mailRoutingAddress", "maildrop", "mgrpRFC822MailMember", "rfc822MailMember"),
            "waypostForward",
            "waypostForwardCopy");

    public ForwardNames {
        targets = List.copyOf(targets);
        targets.forEach(Names::attribute);
        Names.attribute(forward);
        Names.attribute(copy);
    }
}
