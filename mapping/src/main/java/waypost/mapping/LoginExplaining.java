package waypost.mapping;

import java.util.Optional;
import waypost.identity.AccountName;
import waypost.identity.Address;
import waypost.mapping.Explanation.Origin;

/**
 * How log-ins by a name would be answered, for the operator. The maps are asked once, and nothing noted.
 *
 * @param judgement that notes nothing
 */
record LoginExplaining(MapChain chain, Recollection recollection, LastKnown lastKnown, Judgement judgement) {
    /** @param remembered what was found of the name not long ago */
    LoginExplanation explain(Address.Parsed address, Optional<Finding> remembered) {
        AccountName name = address.name();
        Finding finding = chain.ask(name, map -> map.identify(name));
        return new LoginExplanation(
                address,
                chain.explain(name, Prospect.Use.LOGIN),
                LoginExplanation.each(service -> said(name, finding, service)),
                LoginExplanation.each(service -> given(name, remembered.orElse(finding), service)),
                remembered
                        .flatMap(_ -> recollection.loginAge(name))
                        .<Origin>map(age -> new Origin.Memory(age, false))
                        .orElseGet(() -> origin(name, finding)),
                recollection.proofAge(name));
    }

    private Origin origin(AccountName name, Finding finding) {
        Optional<Origin> stoodIn =
                finding instanceof Finding.Failed ? lastKnown.loginOrigin(name) : Optional.<Origin>empty();
        return stoodIn.orElseGet(Origin.Maps::new);
    }

    /** Whoever was known by the name. */
    private Answer said(AccountName name, Finding finding, Service service) {
        return switch (finding) {
            case Finding.None() -> orNode(name, new Answer.Unknown(), service);
            case Finding.Failed(String reason) -> new Answer.Unavailable(reason);
            case Finding other -> given(name, other, service);
        };
    }

    private Answer given(AccountName name, Finding finding, Service service) {
        Identity identity = judgement.identity(name, finding, service);
        return finding instanceof Finding.None && identity instanceof Identity.Nobody(Answer.Unknown nobody)
                ? orNode(name, nobody, service)
                : answer(name, identity);
    }

    /** What is said of a name that no map has. */
    private Answer orNode(AccountName name, Answer.Unknown nobody, Service service) {
        return chain.failOver(name)
                .map(account -> answer(name, account.forLogin(name, service, Account.Freshness.FRESH)))
                .orElse(nobody);
    }

    private Answer answer(AccountName name, Identity identity) {
        return switch (identity) {
            case Identity.Known known ->
                chain.leavesToNode(name, known.account().map())
                        ? new Answer.LeftToNode(known.account())
                        : known.account();
            case Identity.Barred(var _, Answer.Refused why) -> why;
            case Identity.Nobody(Answer.Denied why) -> why;
        };
    }
}
