package waypost.proxy;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import waypost.identity.AccountLimits;
import waypost.identity.AccountName;
import waypost.identity.DirectoryId;
import waypost.identity.Secret;
import waypost.mapping.Answer;
import waypost.mapping.Generation;
import waypost.mapping.Logins;
import waypost.mapping.Route;
import waypost.mapping.Service;

/** Users of nodes that check their passwords: {@code ann} is at the foreign node f1, {@code ned} at the own node n1. */
final class LeftUsers extends NoMapping {
    @Override
    public Answer authenticate(String user, Secret password, Service service) {
        AccountName name = new AccountName(user, "example.net");
        return switch (user) {
            case "ann" -> new Answer.LeftToNode(at("f1", name));
            case "ned" -> new Answer.LeftToNode(at("n1", name));
            default -> new Answer.Unknown();
        };
    }

    private static Answer.Granted at(String node, AccountName name) {
        return new Answer.Granted(
                name,
                new DirectoryId("id-" + name.local()),
                new Route(node, OptionalLong.empty()),
                Set.of(Service.IMAP, Service.POP3, Service.SUBMISSION),
                AccountLimits.NONE,
                "routes",
                Instant.EPOCH,
                false,
                new Answer.Basis(name, Generation.NONE, Optional.of(Logins.Shown.PASSWORD)));
    }

    @Override
    public Optional<Answer> cachedAuthenticate(String user, Secret password, Service service) {
        return Optional.empty();
    }

    @Override
    public Optional<AccountName> whoLogsIn(String user) {
        return Optional.empty();
    }
}
