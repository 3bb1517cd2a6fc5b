@org.jspecify.annotations.NullMarked
package waypost.testkit;
