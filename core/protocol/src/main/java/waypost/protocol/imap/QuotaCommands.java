package waypost.protocol.imap;

import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import waypost.protocol.imap.MailboxQuotas.Limited;
import waypost.protocol.imap.MailboxQuotas.Quota;
import waypost.protocol.imap.MailboxQuotas.Resource;

/** The commands of RFC 9208. Used by the session's thread. */
final class QuotaCommands {
    private static final int UNIT = 1024;

    private final Mailboxes mailboxes;
    private final ImapExtensions extensions;
    private final Enabled enabled;

    QuotaCommands(Mailboxes mailboxes, ImapExtensions extensions, Enabled enabled) {
        this.mailboxes = mailboxes;
        this.extensions = extensions;
        this.enabled = enabled;
    }

    /** Answers what stands behind the tag. */
    String execute(QuotaCommand command, Replies out) throws IOException {
        return switch (command) {
            case QuotaCommand.Get(String root) -> get(root, out);
            case QuotaCommand.GetRoot(String mailbox) -> getRoot(mailbox, out);
            case QuotaCommand.Set(String root, List<QuotaCommand.Limit> limits) -> set(root, limits, out);
        };
    }

    private MailboxQuotas port() {
        return mailboxes.quotas().orElseThrow();
    }

    private String get(String root, Replies out) throws IOException {
        Optional<Quota> quota = port().quota(root);
        if (quota.isEmpty()) {
            return "NO [NONEXISTENT] No such quota root";
        }
        tell(quota.get(), out);
        return "OK GETQUOTA completed";
    }

    /** RFC 9208 §4.1.2: of a mailbox that is not there as well. */
    private String getRoot(String mailbox, Replies out) throws IOException {
        List<String> roots = port().roots(mailbox);
        StringBuilder answer = new StringBuilder("QUOTAROOT ").append(astring(mailbox));
        roots.forEach(root -> answer.append(' ').append(astring(root)));
        out.untagged(answer.toString());
        for (String root : roots) {
            Optional<Quota> quota = port().quota(root);
            if (quota.isPresent()) {
                tell(quota.get(), out);
            }
        }
        return "OK GETQUOTAROOT completed";
    }

    /** RFC 9208 §4.1.3. A root without limits is none (§7, quota-list): nothing is told of it. */
    private String set(String root, List<QuotaCommand.Limit> limits, Replies out) throws IOException {
        Map<Resource, Long> wanted = new EnumMap<>(Resource.class);
        for (QuotaCommand.Limit limit : limits) {
            Optional<Resource> resource = offered()
                    .filter(each -> each.name().equals(limit.resource()))
                    .findFirst();
            if (resource.isEmpty()) {
                return "NO [CANNOT] There are no limits of this resource";
            }
            wanted.put(resource.get(), amount(resource.get(), limit.limit()));
        }
        port().limit(root, wanted);
        Optional<Quota> quota = port().quota(root);
        if (quota.isPresent()) {
            tell(quota.get(), out);
        }
        return "OK SETQUOTA completed";
    }

    private Stream<Resource> offered() {
        return Stream.of(Resource.values()).filter(resource -> extensions.has(resource.extension()));
    }

    private static long amount(Resource resource, long limit) {
        return switch (resource) {
            case STORAGE -> limit > Long.MAX_VALUE / UNIT ? Long.MAX_VALUE : limit * UNIT;
            case MESSAGE -> limit;
        };
    }

    private void tell(Quota quota, Replies out) throws IOException {
        String resources = quota.resources().stream()
                .filter(limited -> extensions.has(limited.resource().extension()))
                .map(QuotaCommands::text)
                .collect(Collectors.joining(" "));
        out.untagged("QUOTA " + astring(quota.root()) + " (" + resources + ")");
    }

    private static String text(Limited limited) {
        return switch (limited.resource()) {
            case STORAGE -> "STORAGE " + units(limited.usage()) + " " + units(limited.limit());
            case MESSAGE -> "MESSAGE " + limited.usage() + " " + limited.limit();
        };
    }

    /** Rounded up, both of them: what is within the limit is told so, and only a limit of nothing is told as 0 (RFC 9208 §3.1.2). */
    private static long units(long octets) {
        return octets / UNIT + (octets % UNIT == 0 ? 0 : 1);
    }

    private String astring(String name) {
        return MailboxName.astring(name, enabled.spelling());
    }
}
