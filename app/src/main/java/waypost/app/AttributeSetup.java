package waypost.app;

import java.util.List;
import waypost.config.DirectorySection.Attributes;
import waypost.config.DirectorySection.GroupClass;
import waypost.mapping.AttributeNames;
import waypost.mapping.ForwardNames;
import waypost.mapping.GroupNames;
import waypost.mapping.LoginNames;
import waypost.mapping.MadeNames;
import waypost.mapping.StateNames;

/** What a directory's attributes are called by the configuration, in the mapping's terms: where it is silent as is usual for such a directory. */
final class AttributeSetup {
    private AttributeSetup() {}

    static AttributeNames of(Attributes names, AttributeNames usual) {
        return new AttributeNames(
                names.id().orElse(usual.id()),
                names.address().orElse(usual.address()),
                names.alias().orElse(usual.alias()),
                names.host(),
                names.epoch(),
                names.password().orElse(usual.password()),
                names.state(),
                names.services(),
                names.quota(),
                names.accountClass(),
                names.generation(),
                names.passwordChanged(),
                new ForwardNames(or(names.targets(), usual.forwards().targets()), names.forward(), names.forwardCopy()),
                new LoginNames(
                        names.login().orElse(usual.logins().login()),
                        names.principal().or(() -> usual.logins().principal())),
                states(names),
                new GroupNames(
                        or(
                                names.groups().stream()
                                        .map(AttributeSetup::group)
                                        .toList(),
                                usual.groups().classes()),
                        names.memberOf(),
                        names.primaryGroup(),
                        names.primaryGroupToken()),
                new MadeNames(
                        or(names.userClasses(), usual.made().users()),
                        or(names.aliasClasses(), usual.made().aliases()),
                        names.domainClass(),
                        names.domain()));
    }

    private static StateNames states(Attributes names) {
        return new StateNames(
                names.control(),
                names.controlComputed(),
                names.accountExpires(),
                names.locked(),
                names.mustChange(),
                names.passwordStarts(),
                names.passwordEnds());
    }

    private static GroupNames.GroupClass group(GroupClass written) {
        return new GroupNames.GroupClass(
                written.name(),
                written.members(),
                switch (written.by()) {
                    case ENTRY -> GroupNames.By.ENTRY;
                    case LOGIN -> GroupNames.By.LOGIN;
                });
    }

    private static <T> List<T> or(List<T> written, List<T> usual) {
        return written.isEmpty() ? usual : written;
    }
}
