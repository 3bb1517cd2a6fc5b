package waypost.mapping;

/** The names of a directory's attributes, but for those that a test changes. */
final class VariedNames {
    private final AttributeNames usual;
    private String id;
    private String alias;
    private String host;
    private String password;

    VariedNames(AttributeNames usual) {
        this.usual = usual;
        this.id = usual.id();
        this.alias = usual.alias();
        this.host = usual.host();
        this.password = usual.password();
    }

    VariedNames id(String name) {
        this.id = name;
        return this;
    }

    VariedNames alias(String name) {
        this.alias = name;
        return this;
    }

    VariedNames host(String name) {
        this.host = name;
        return this;
    }

    VariedNames password(String name) {
        this.password = name;
        return this;
    }

    AttributeNames names() {
        return new AttributeNames(
                id,
                usual.address(),
                alias,
                host,
                usual.epoch(),
                password,
                usual.state(),
                usual.service(),
                usual.quota(),
                usual.accountClass(),
                usual.generation(),
                usual.passwordChanged(),
                usual.forwards(),
                usual.logins(),
                usual.states(),
                usual.groups(),
                usual.made());
    }
}
