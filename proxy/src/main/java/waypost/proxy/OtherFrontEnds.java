package waypost.proxy;

import java.util.function.Consumer;
import waypost.guard.Ban;
import waypost.guard.Fellows;
import waypost.guard.Guard;
import waypost.guard.Tiding;
import waypost.identity.NodeName;
import waypost.identity.SharedKey;
import waypost.mapping.Trials;
import waypost.protocol.link.LinkMessage;

/**
 * What the other front ends of the cluster tell this one, and what it tells them. Best effort, in no order, and more than once. Any thread;
 * blocks for the disk when all take another key, and when a copy is given.
 */
public final class OtherFrontEnds {
    private final KeyAgreement agreement;
    private final Guard guard;
    private final Trials trials;
    private final CopyExchange copies;
    private final FrontEndLink link;
    private final PasswordTurns turns;

    /**
     * What is said by this link.
     *
     * @param trials those of all mappings of this front end, which go by the others' from now on
     */
    public OtherFrontEnds(KeyAgreement agreement, Guard guard, Trials trials, CopyExchange copies, FrontEndLink link) {
        this.agreement = agreement;
        this.guard = guard;
        this.trials = trials;
        this.copies = copies;
        this.link = link;
        this.turns = new PasswordTurns(link, agreement);
        trials.rekey(agreement.key());
        trials.join(turns);
    }

    /** The same, as a guard knows them. */
    public static Fellows fellows(KeyAgreement agreement, FrontEndLink link) {
        return new Fellows(link.self(), agreement.key(), tiding -> link.tellAll(message(agreement.number(), tiding)));
    }

    /** @param node takes what one of them is to be told, which can be told something from now on */
    public void reached(Consumer<LinkMessage.OfFrontEnds> node) {
        node.accept(new LinkMessage.Key(agreement.key()));
        guard.bans().all().forEach(ban -> node.accept(message(0, ban)));
    }

    /** @param reply takes what whoever said this is to be told */
    public void heard(NodeName from, LinkMessage.OfFrontEnds message, Consumer<LinkMessage.OfFrontEnds> reply) {
        switch (message) {
            case LinkMessage.Key(var key) -> heard(key, reply);
            case LinkMessage.Ban(var network, var changed, var origin, var until, var kept, var absolute, var reason) ->
                guard.heard(new Ban(network, changed, origin, until, kept, cause(absolute), reason));
            case LinkMessage.Failed(var key, var account, var pair, var place, var proof, var athome, var networks) ->
                heard(key, new Tiding.Failed(account, pair, place, proof, athome, networks));
            case LinkMessage.LoggedIn(var key, var account, var pair, var networks) ->
                heard(key, new Tiding.LoggedIn(account, pair, networks));
            case LinkMessage.Turn turn -> turns.heard(from, turn, trials, reply);
            case LinkMessage.TurnAnswer answer -> turns.heard(answer);
            case LinkMessage.Tried tried -> turns.heard(from, tried, trials);
            case LinkMessage.CopyQuestion asked -> copies.heard(from, asked, reply);
            case LinkMessage.CopyAnswer answer -> copies.heard(from, answer);
        }
    }

    private void heard(SharedKey key, Consumer<LinkMessage.OfFrontEnds> reply) {
        if (agreement.heard(key)) {
            guard.rekey(key);
            trials.rekey(key);
            link.tellAll(new LinkMessage.Key(key));
        } else if (!key.equals(agreement.key())) {
            reply.accept(new LinkMessage.Key(agreement.key()));
        }
    }

    private void heard(long key, Tiding tiding) {
        if (key == agreement.number()) {
            guard.heard(tiding);
        }
    }

    private static LinkMessage.OfFrontEnds message(long key, Tiding tiding) {
        return switch (tiding) {
            case Ban(var network, var changed, var origin, var until, var kept, var cause, var reason) ->
                new LinkMessage.Ban(network, changed, origin, until, kept, cause == Ban.Cause.ADMINISTRATOR, reason);
            case Tiding.Failed(var account, var pair, var place, var proof, var athome, var networks) ->
                new LinkMessage.Failed(key, account, pair, place, proof, athome, networks);
            case Tiding.LoggedIn(var account, var pair, var networks) ->
                new LinkMessage.LoggedIn(key, account, pair, networks);
        };
    }

    private static Ban.Cause cause(boolean absolute) {
        return absolute ? Ban.Cause.ADMINISTRATOR : Ban.Cause.FAILURES;
    }
}
