package waypost.app;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import waypost.config.DirectorySection.Attributes;
import waypost.config.DirectorySection.GroupClass;
import waypost.config.Item;
import waypost.config.Problem;
import waypost.config.Problems;
import waypost.mapping.AttributeNames;

/** Whether the names that a directory's attributes and classes are given can be names of any. */
final class AttributeCheck {
    private final String section;
    private final Problems problems;
    private final List<Problem> wrong = new ArrayList<>();

    private AttributeCheck(String section, Problems problems) {
        this.section = section;
        this.problems = problems;
    }

    /** @param section its key */
    static void of(String section, Attributes names, Problems problems) {
        AttributeCheck check = new AttributeCheck(section, problems);
        check.accounts(names);
        check.states(names);
        check.others(names);
        check.tell();
    }

    private void accounts(Attributes names) {
        attribute("id", names.id());
        attribute("address", names.address());
        attribute("alias", names.alias());
        attribute("login", names.login());
        attribute("principal", names.principal());
        attribute("password", names.password());
        attribute("password-changed", names.passwordChanged());
        attribute("host", names.host());
        attribute("epoch", names.epoch());
        attribute("quota", names.quota());
        attribute("account-class", names.accountClass());
        attribute("services", names.services());
        attribute("generation", names.generation());
        attribute("forward", names.forward());
        attribute("forward-copy", names.forwardCopy());
    }

    private void states(Attributes names) {
        attribute("state", names.state());
        attribute("control", names.control());
        attribute("control-computed", names.controlComputed());
        attribute("account-expires", names.accountExpires());
        attribute("locked", names.locked());
        attribute("must-change", names.mustChange());
        attribute("password-starts", names.passwordStarts());
        attribute("password-ends", names.passwordEnds());
    }

    private void others(Attributes names) {
        attribute("member-of", names.memberOf());
        attribute("primary-group", names.primaryGroup());
        attribute("primary-group-token", names.primaryGroupToken());
        attribute("domain", names.domain());
        Item.of("targets", names.targets()).forEach(item -> attribute(item.key(), item.value()));
        for (Item<GroupClass> group : Item.of("groups", names.groups())) {
            type(group.key("name"), group.value().name());
            attribute(group.key("members"), group.value().members());
        }
        Item.of("user-classes", names.userClasses()).forEach(item -> type(item.key(), item.value()));
        Item.of("alias-classes", names.aliasClasses()).forEach(item -> type(item.key(), item.value()));
        type("domain-class", names.domainClass());
    }

    private void attribute(String key, Optional<String> name) {
        name.ifPresent(written -> attribute(key, written));
    }

    private void attribute(String key, String name) {
        check(key, name, "not an attribute name: ", "mailHost");
    }

    private void type(String key, String name) {
        check(key, name, "not a class name: ", "groupOfNames");
    }

    private void check(String key, String name, String fault, String example) {
        if (!AttributeNames.valid(name)) {
            wrong.add(new Problem(
                    section + "." + key,
                    fault + name,
                    "write letters, digits and hyphens, as in " + example + ", or a numeric OID"));
        }
    }

    private void tell() {
        wrong.stream()
                .sorted(Comparator.comparing(Problem::key))
                .forEach(problem -> problems.tell(problem, problem.key()));
    }
}
