/** What holds for the repository as a whole: arrows between modules, sizes, format, licences. Looks at sources and class files, not at values. */
@org.jspecify.annotations.NullMarked
package waypost.rules;
