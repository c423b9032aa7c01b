"""The warm transfer played between real processes and servers, while seeds decide what fails and when."""
