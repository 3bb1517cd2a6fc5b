package waypost.proxy;

import java.util.Optional;
import java.util.Set;
import waypost.identity.AccountName;
import waypost.identity.DirectoryId;
import waypost.identity.ScramHash;
import waypost.identity.ScramKeys;
import waypost.identity.Secret;
import waypost.mapping.Addressees;
import waypost.mapping.Answer;
import waypost.mapping.ChallengeDigest;
import waypost.mapping.Explanation;
import waypost.mapping.Identity;
import waypost.mapping.Mapping;
import waypost.mapping.Presence;
import waypost.mapping.Service;

/** Is asked nothing: tests say what it is asked, and what it answers. */
class NoMapping implements Mapping {
    private static AssertionError unasked() {
        return new AssertionError("not to be asked");
    }

    @Override
    public Answer.Settled locate(String address) {
        throw unasked();
    }

    @Override
    public Addressees whose(String address) {
        throw unasked();
    }

    @Override
    public Optional<Addressees> cachedWhose(String address) {
        throw unasked();
    }

    @Override
    public Answer authenticate(String user, Secret password, Service service) {
        throw unasked();
    }

    @Override
    public Optional<Answer.Settled> cachedLocate(String address) {
        throw unasked();
    }

    @Override
    public Optional<Answer> cachedAuthenticate(String user, Secret password, Service service) {
        throw unasked();
    }

    @Override
    public Identity identify(String user, Service service) {
        throw unasked();
    }

    @Override
    public Optional<Identity> cachedIdentify(String user, Service service) {
        throw unasked();
    }

    @Override
    public Answer authenticate(ChallengeDigest shown, Service service) {
        throw unasked();
    }

    @Override
    public Optional<ScramKeys> keys(String user, ScramHash hash) {
        throw unasked();
    }

    @Override
    public Answer proven(String user, ScramKeys by, Service service) {
        throw unasked();
    }

    @Override
    public Optional<Answer> cachedProven(String user, ScramKeys by, Service service) {
        throw unasked();
    }

    @Override
    public Optional<ScramKeys> cachedKeys(String user, ScramHash hash) {
        throw unasked();
    }

    @Override
    public Optional<AccountName> whoLogsIn(String user) {
        return Optional.empty();
    }

    @Override
    public void outdated(DirectoryId id) {
        throw unasked();
    }

    @Override
    public Explanation explain(String address) {
        throw unasked();
    }

    @Override
    public Presence presence(DirectoryId id) {
        throw unasked();
    }

    @Override
    public Optional<Set<DirectoryId>> holders(String address) {
        throw unasked();
    }

    @Override
    public DomainAnswer domain(String address) {
        throw unasked();
    }
}
