package waypost.proxy;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waypost.identity.AccountName;
import waypost.mapping.Answer;
import waypost.mapping.Logins;
import waypost.mapping.Service;
import waypost.net.Permit;
import waypost.net.Wire;

/** What the mapping and the network have to do with each other over a session: it ends when the log-in stands no more. Any thread. */
final class SessionPermit implements Permit {
    private static final Logger LOG = LoggerFactory.getLogger("waypost.login");

    private final AccountName account;
    private final Service service;
    private final String session;
    private Logins.@Nullable Login login;
    private @Nullable Wire client;
    private boolean revoked;

    private SessionPermit(AccountName account, Service service, String session) {
        this.account = account;
        this.service = service;
        this.session = session;
    }

    /** @param session id for the log */
    static SessionPermit of(Logins logins, Answer.Granted granted, Logins.Claim claim, String session) {
        SessionPermit permit = new SessionPermit(granted.name(), claim.service(), session);
        permit.login = logins.begin(granted, claim, permit::revoke);
        return permit;
    }

    private void revoke(Logins.Ended why) {
        LOG.info(
                "event=session-revoked session={} account={} service={} why={}",
                session,
                account,
                service.word(),
                why.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        Wire behind;
        synchronized (this) {
            revoked = true;
            behind = client;
        }
        if (behind != null) {
            behind.revoke(this);
        }
    }

    @Override
    public synchronized boolean begun(Wire wire) {
        client = wire;
        return !revoked;
    }

    @Override
    public void over() {
        Logins.Login standing = login;
        if (standing != null) {
            standing.over();
        }
    }
}
