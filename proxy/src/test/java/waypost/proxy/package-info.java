@org.jspecify.annotations.NullMarked
package waypost.proxy;
