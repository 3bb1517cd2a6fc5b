package waypost.protocol.imap;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import waypost.config.ClientWorkaround;

/** The extensions that a session offers, and what it does for clients that do not keep to the standards. Immutable. */
public final class ImapExtensions {
    /** Every one there is; no workaround beside them. */
    public static final ImapExtensions ALL = new ImapExtensions(EnumSet.allOf(ImapExtension.class), Set.of());

    /**
     * Nobody can take them away: a client may rely on LITERAL+ before it logs in (RFC 7888 §3), and strings are compared in one way (RFC 5255
     * §4.3).
     */
    private static final List<String> ALWAYS = List.of("IMAP4rev1", "LITERAL+", "I18NLEVEL=1");

    private final Set<ImapExtension> offered;
    private final Set<ClientWorkaround> workarounds;

    private ImapExtensions(Set<ImapExtension> offered, Set<ClientWorkaround> workarounds) {
        this.offered = offered;
        this.workarounds = Set.copyOf(workarounds);
    }

    /** Every one that these workarounds leave, with them. */
    public static ImapExtensions with(Set<ClientWorkaround> workarounds) {
        ImapExtensions all = new ImapExtensions(ALL.offered, workarounds);
        return all.has(ClientWorkaround.XLIST) ? all : all.without(ImapExtension.XLIST);
    }

    /** Without this one, and those that are built on it. */
    public ImapExtensions without(ImapExtension extension) {
        Set<ImapExtension> rest = EnumSet.copyOf(offered);
        rest.remove(extension);
        boolean more = true;
        while (more) {
            more = rest.removeIf(each -> !rest.containsAll(each.basis()));
        }
        return new ImapExtensions(rest, workarounds);
    }

    /** Those of them that these mailboxes can serve. */
    public ImapExtensions servedBy(Mailboxes mailboxes) {
        ImapExtensions served = mailboxes.metadata().isPresent() ? this : without(ImapExtension.METADATA);
        served = mailboxes.changes().isPresent() ? served : served.without(ImapExtension.NOTIFY);
        served = mailboxes.acl().isPresent() ? served : served.without(ImapExtension.ACL);
        return mailboxes.quotas().isPresent() ? served : served.without(ImapExtension.QUOTA);
    }

    boolean has(ImapExtension extension) {
        return offered.contains(extension);
    }

    boolean has(ClientWorkaround workaround) {
        return workarounds.contains(workaround);
    }

    /** What a session behind log-in can do, for the answer to the log-in and to CAPABILITY (RFC 3501 §7.2.1). */
    public List<String> capabilities(AppendLimit limit) {
        List<String> capabilities = new ArrayList<>(ALWAYS);
        for (ImapExtension extension : offered) {
            capabilities.add(
                    switch (extension) {
                        case APPENDLIMIT -> limit.capability();
                        default -> extension.capability();
                    });
        }
        return List.copyOf(capabilities);
    }
}
