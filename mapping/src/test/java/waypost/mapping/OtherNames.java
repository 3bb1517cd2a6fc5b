package waypost.mapping;

import java.util.List;
import java.util.Optional;
import waypost.directory.DirectorySettings;
import waypost.mapping.GroupNames.By;
import waypost.mapping.GroupNames.GroupClass;

/** Names for all attributes and classes that nobody else has: those of {@code other-names.schema}, and of its like in Active Directory. */
final class OtherNames {
    private OtherNames() {}

    /** The id and the password are the directory's own. */
    static AttributeNames of(Layout layout) {
        return new AttributeNames(
                layout.attributes().id(),
                "xAddress",
                "xFurther",
                "xHost",
                "xEpoch",
                layout.attributes().password(),
                "xState",
                "xService",
                "xQuota",
                "xClass",
                "xGeneration",
                Optional.of("xPasswordChanged"),
                new ForwardNames(List.of("xTarget"), "xForward", "xForwardCopy"),
                new LoginNames(
                        "xLogin", layout.attributes().logins().principal().map(_ -> "xPrincipal")),
                new StateNames(
                        "xControl", "xControlComputed", "xExpires", "xLocked", "xMustChange", "xStarts", "xEnds"),
                new GroupNames(
                        List.of(
                                new GroupClass("xGroup", "xMember", By.ENTRY),
                                new GroupClass("xOtherGroup", "xOtherMember", By.ENTRY),
                                new GroupClass("xUnixGroup", "xMemberLogin", By.LOGIN)),
                        "xMemberOf",
                        "xPrimary",
                        "xToken"),
                new MadeNames(
                        List.of("inetOrgPerson", "xAccount"),
                        List.of("organizationalRole", "xAccount"),
                        "xDomain",
                        "xDomainName"));
    }

    /** A directory that has them. */
    static UserDirectory in(DirectorySettings directory) {
        Layout layout = Layout.of(directory.kind());
        AttributeNames names = of(layout);
        return new VariedUsers(directory)
                .named(names)
                .found(layout.filter(names))
                .directory();
    }
}
