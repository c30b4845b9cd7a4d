"""Generated endpoints held to their promises over HTTP, over a pairwise matrix of hosts and answers."""
